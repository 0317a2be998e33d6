import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { CAPABILITIES } from "../../../extension/debug/capabilities.js";
import { REQUESTS } from "../../../extension/debug/requests/requestTable.js";
import { schemaFile } from "../../../scripts/dapSchema.mjs";
import { root } from "../../experiment.js";

/** Requests that an editor may send only when they are announced, by what announces them. */
const ANNOUNCED: Partial<Record<keyof DebugProtocol.Capabilities, string>> = {
  supportsConfigurationDoneRequest: "configurationDone",
  supportsFunctionBreakpoints: "setFunctionBreakpoints",
  supportsBreakpointLocationsRequest: "breakpointLocations",
  supportsCompletionsRequest: "completions",
  supportsSetVariable: "setVariable",
  supportsSetExpression: "setExpression",
  supportsStepInTargetsRequest: "stepInTargets",
  supportsRestartFrame: "restartFrame",
  supportsRestartRequest: "restart",
  supportsTerminateRequest: "terminate",
  supportsExceptionInfoRequest: "exceptionInfo",
  supportsLoadedSourcesRequest: "loadedSources",
  supportsReadMemoryRequest: "readMemory",
  supportsCancelRequest: "cancel",
  supportsStepBack: "stepBack",
  supportsGotoTargetsRequest: "goto",
  supportsModulesRequest: "modules",
  supportsDataBreakpoints: "setDataBreakpoints",
  supportsInstructionBreakpoints: "setInstructionBreakpoints",
  supportsWriteMemoryRequest: "writeMemory",
  supportsDisassembleRequest: "disassemble",
  supportsTerminateThreadsRequest: "terminateThreads",
};

/** The wire itself answers it. */
const answered = [...Object.keys(REQUESTS), "cancel"];

it("announces each request that it answers, and no other", () => {
  for (const [capability, request] of Object.entries(ANNOUNCED))
    expect([capability, CAPABILITIES[capability as keyof DebugProtocol.Capabilities] === true]).toEqual([
      capability,
      answered.includes(request),
    ]);
});

it("answers requests of the protocol, and its own, which the documentation lists", () => {
  const { definitions } = JSON.parse(readFileSync(schemaFile, "utf8")) as { definitions: object };
  const ofProtocol = new Set(Object.keys(definitions).map((name) => name.toLowerCase()));
  const documentation = readFileSync(join(root, "docs", "debug-adapter.md"), "utf8");
  const [, row = ""] = /^\| requests \| (.*) \|$/m.exec(documentation) ?? [];

  expect(
    answered.filter((name) => !ofProtocol.has(`${name}request`.toLowerCase()) && !/^lightning\./.test(name)),
  ).toEqual([]);
  expect([...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual([...answered].sort());
});
