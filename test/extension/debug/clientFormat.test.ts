import { pathToFileURL } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { ClientFormat } from "../../../extension/debug/clientFormat.js";

const FILE = process.platform === "win32" ? "C:\\a b\\main.ts" : "/a b/main.ts";
const URI = pathToFileURL(FILE).href;

const request = (command: string, args: object) => ({ seq: 1, type: "request", command, arguments: args });
const response = (command: string, body: object) =>
  ({ seq: 1, type: "response", request_seq: 1, success: true, command, body }) as DebugProtocol.Response;
const event = (name: string, body: object) => ({ seq: 1, type: "event", event: name, body });

it("counts from 0 and writes URIs for a client that does", () => {
  const client = new ClientFormat({ linesStartAt1: false, columnsStartAt1: false, pathFormat: "uri" });
  const frame = { id: 1, name: "f", line: 3, column: 5, endLine: 4, endColumn: 1, source: { path: FILE } };

  expect(
    client.request(request("setBreakpoints", { source: { path: URI }, breakpoints: [{ line: 0, column: 4 }] }))
      .arguments,
  ).toEqual({ source: { path: FILE }, breakpoints: [{ line: 1, column: 5 }] });
  expect(client.request(request("completions", { text: "a.", column: 2 })).arguments).toEqual({
    text: "a.",
    column: 3,
  });
  expect(client.response(response("stackTrace", { stackFrames: [frame] })).body.stackFrames).toEqual([
    { ...frame, line: 2, column: 4, endLine: 3, endColumn: 0, source: { path: URI } },
  ]);
  expect(client.response(response("completions", { targets: [{ label: "b", start: 3 }] })).body.targets).toEqual([
    { label: "b", start: 2 },
  ]);
  expect(client.event(event("output", { output: "line 3", line: 3, source: { path: FILE } })).body).toEqual({
    output: "line 3",
    line: 2,
    source: { path: URI },
  });
  // What has no line has 0.
  expect(client.response(response("stackTrace", { stackFrames: [{ line: 0, column: 0 }] })).body.stackFrames).toEqual([
    { line: 0, column: 0 },
  ]);
});

it("changes nothing for a client that counts from 1 and writes paths, and nothing that is no place", () => {
  const places = { line: 3, column: 5, source: { path: FILE } };
  const values = {
    variables: [{ name: "line", value: "3", type: "number", memoryReference: "1", variablesReference: 0 }],
  };

  expect(new ClientFormat().event(event("output", places)).body).toEqual(places);
  const zero = new ClientFormat({ linesStartAt1: false, pathFormat: "uri" });
  expect(zero.response(response("variables", values)).body).toEqual(values);
  expect(zero.request(request("launch", { program: FILE, env: { line: 3 } })).arguments).toEqual({
    program: FILE,
    env: { line: 3 },
  });
});

it("leaves out what a client says it does not know", () => {
  const client = new ClientFormat({ supportsVariableType: false, supportsMemoryReferences: false });
  const value = { result: "1", type: "number", variablesReference: 0, memoryReference: "1" };

  expect(client.response(response("evaluate", value)).body).toEqual({ result: "1", variablesReference: 0 });
});
