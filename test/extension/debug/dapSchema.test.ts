import { readFileSync } from "node:fs";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { dapSchema, schemaFile } from "../../../scripts/dapSchema.mjs";
import { schemaProblems } from "./dapSchema.js";

it("is what the installed declarations of the protocol say", () => {
  expect(JSON.parse(readFileSync(schemaFile, "utf8"))).toEqual(dapSchema());
});

it("finds what is wrong with a message", () => {
  const problems = (message: object) => schemaProblems({ seq: 1, ...message } as DebugProtocol.ProtocolMessage);

  expect(problems({ type: "request", command: "continue", arguments: { threadId: 1 } })).toEqual([]);
  expect(problems({ type: "request", command: "continue", arguments: { threadId: "1", thread: 2 } })).toEqual([
    'ContinueRequest.arguments.threadId: "1" is no integer',
    "ContinueRequest.arguments.thread is not in the schema",
  ]);
  expect(problems({ type: "event", event: "stopped", body: {} })).toEqual(["StoppedEvent.body.reason is missing"]);
  expect(problems({ type: "event", event: "halted" })[0]).toContain("no such event");
  expect(
    problems({ type: "response", request_seq: 1, success: true, command: "evaluate", body: { result: "1" } }),
  ).toEqual(["EvaluateResponse.body.variablesReference is missing"]);
  expect(problems({ type: "request", command: "launch", arguments: { program: "main.ts" } })).toEqual([]);
});
