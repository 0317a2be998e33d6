import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { sourceText, toSource } from "../scripts.js";
import type { ProgramThread } from "./programThread.js";
import type { WantedCall } from "./stepping.js";

/** A call that a step can go into. */
export interface StepInTarget {
  readonly target: DebugProtocol.StepInTarget;
  readonly call: WantedCall;
}

/** The calls of the statement at which a frame is, from where it is. */
export async function stepInTargets(
  thread: ProgramThread,
  { location }: Protocol.Debugger.CallFrame,
): Promise<StepInTarget[]> {
  const script = thread.scripts.get(location.scriptId);
  const outline = script === undefined ? null : await thread.outlines.of(script);
  const last = outline?.statementAt(location).at(-1);
  if (script === undefined || outline === null || last === undefined) return [];
  const { lineNumber: endLine, columnNumber } = outline.placeOf(last.start + last.text.length);
  const { locations } = await thread.cdp.send("Debugger.getPossibleBreakpoints", {
    start: location,
    end: { scriptId: script.id, lineNumber: endLine, columnNumber },
    restrictToFunction: true,
  });
  const texts = new Map<string, readonly string[]>();
  const calls = locations.filter((call) => call.type === "call" && thread.bound.guards.at(call) === undefined);
  const targets = await Promise.all(
    calls.map(async ({ scriptId, lineNumber, columnNumber = 0 }) => {
      const at = toSource(script, { lineNumber, columnNumber });
      if (at === null) return [];
      const lines = texts.get(at.file) ?? (sourceText(script, at.file) ?? (await thread.source(script))).split("\n");
      texts.set(at.file, lines);
      const label = callLabel(lines[at.line - 1] ?? "", at.column - 1);
      return [{ call: { location: { scriptId, lineNumber, columnNumber }, endLine }, label, at }];
    }),
  );
  return targets
    .flat()
    .map(({ call, label, at }, i) => ({ call, target: { id: i + 1, label, line: at.line, column: at.column } }));
}

/** `this.layer.forward(…)`: the text of a call, of which V8 tells where its last name begins, or where `new` does. */
export function callLabel(line: string, column: number): string {
  const [before, rest] = [line.slice(0, column), line.slice(column)];
  const created = /^new\s+[\w$#.]+/.exec(rest)?.[0];
  if (created !== undefined) return `${created}(…)`;
  // `layers[i](…)`: it is the bracket of the name.
  const computed = rest.startsWith("]") ? /[\w$#.]*\[[^[\]]*$/.exec(before)?.[0] : undefined;
  if (computed !== undefined) return `${computed}](…)`;
  const name = /^[\w$#.]*/.exec(rest)?.[0] ?? "";
  const receiver = /(?:[\w$#]+\??\.)*$/.exec(before)?.[0] ?? "";
  const label = `${receiver}${name}`;
  return label === "" ? rest.trim() : `${label}(…)`;
}
