import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { sourceText, toGenerated, toSource } from "../scripts.js";
import type { ProgramThread } from "./programThread.js";

/** A call that a step can go into. */
export interface StepInTarget {
  readonly target: DebugProtocol.StepInTarget;
  readonly location: Protocol.Debugger.Location;
}

/** The calls of the line on which a frame is, from where it is. */
export async function stepInTargets(
  thread: ProgramThread,
  { location }: Protocol.Debugger.CallFrame,
): Promise<StepInTarget[]> {
  const script = thread.scripts.get(location.scriptId);
  const here =
    script === undefined
      ? null
      : toSource(script, { lineNumber: location.lineNumber, columnNumber: location.columnNumber ?? 0 });
  if (script === undefined || here === null) return [];
  const next = toGenerated(script, here.line + 1, undefined, here.file);
  const end =
    next !== null && next.lineNumber >= location.lineNumber
      ? next
      : { lineNumber: location.lineNumber + 1, columnNumber: 0 };
  const { locations } = await thread.cdp.send("Debugger.getPossibleBreakpoints", {
    start: location,
    end: {
      scriptId: location.scriptId,
      lineNumber: Math.max(end.lineNumber, location.lineNumber) + 1,
      columnNumber: 0,
    },
    restrictToFunction: true,
  });
  const text = sourceText(script, here.file) ?? (await thread.source(script));
  const lines = text.split("\n");
  return locations
    .filter((call) => call.type === "call" && thread.bound.guards.at(call) === undefined)
    .flatMap((call) => {
      const at = toSource(script, { lineNumber: call.lineNumber, columnNumber: call.columnNumber ?? 0 });
      if (at === null || at.line !== here.line) return [];
      const label = callLabel(lines[at.line - 1] ?? "", at.column - 1);
      return [
        {
          location: { scriptId: call.scriptId, lineNumber: call.lineNumber, columnNumber: call.columnNumber ?? 0 },
          at,
          label,
        },
      ];
    })
    .map(({ at, label, ...call }, i) => ({
      ...call,
      target: { id: i + 1, label, line: at.line, column: at.column },
    }));
}

/** `this.layer.forward(…)`: the text of a call, of which V8 tells where its last name begins. */
function callLabel(line: string, column: number): string {
  const name = /^[\w$#.]*/.exec(line.slice(column))?.[0] ?? "";
  const receiver = /(?:new\s+)?(?:[\w$#\]]+\??\.)*$/.exec(line.slice(0, column))?.[0] ?? "";
  const label = `${receiver}${name}`.trim();
  return label === "" ? line.slice(column).trim() : `${label}(…)`;
}
