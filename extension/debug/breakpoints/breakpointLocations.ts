import type { DebugProtocol } from "@vscode/debugprotocol";
import { type GeneratedPlace, type Script, toGenerated, toSource } from "../scripts.js";
import type { ProgramThread } from "../threads/programThread.js";

/** Part of a file: lines and columns from 1, the end included. */
export interface SourceRange {
  readonly line: number;
  readonly column: number | undefined;
  readonly endLine: number;
  readonly endColumn: number | undefined;
}

/** The places in some lines where the program can stop; none of a file that was not loaded. */
export async function breakpointLocations(
  threads: readonly ProgramThread[],
  file: string,
  range: SourceRange,
): Promise<DebugProtocol.BreakpointLocation[]> {
  for (const thread of threads) {
    const script = thread.scripts.ofFile(file, (known) => !thread.frames.isForeign(known)).at(-1);
    if (script !== undefined) return locationsIn(thread, script, file, range);
  }
  return [];
}

async function locationsIn(
  thread: ProgramThread,
  script: Script,
  file: string,
  range: SourceRange,
): Promise<DebugProtocol.BreakpointLocation[]> {
  const found = new Map<string, DebugProtocol.BreakpointLocation>();
  for (const [start, end] of generatedRanges(script, file, range)) {
    const { locations } = await thread.cdp
      .send("Debugger.getPossibleBreakpoints", {
        start: { scriptId: script.id, ...start },
        end: { scriptId: script.id, ...end },
      })
      .catch(() => ({ locations: [] }));
    for (const { lineNumber, columnNumber = 0 } of locations) {
      const at = thread.bound.guards.at({ scriptId: script.id, lineNumber, columnNumber })
        ? null
        : toSource(script, { lineNumber, columnNumber });
      if (at === null || !isWithin(at, range)) continue;
      found.set(`${at.line}:${at.column}`, { line: at.line, column: at.column });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
}

/** The lines of a script that were made from the lines of its source: one range a line, since a transpiler may have moved them. */
function generatedRanges(
  script: Script,
  file: string,
  { line, endLine }: SourceRange,
): [GeneratedPlace, GeneratedPlace][] {
  const ranges: [GeneratedPlace, GeneratedPlace][] = [];
  for (let wanted = line; wanted <= endLine; wanted++) {
    const start = toGenerated(script, wanted, undefined, file);
    if (start === null) continue;
    const next = toGenerated(script, wanted + 1, undefined, file);
    const last = next !== null && next.lineNumber > start.lineNumber ? next.lineNumber : start.lineNumber + 1;
    ranges.push([
      { lineNumber: start.lineNumber, columnNumber: 0 },
      { lineNumber: last, columnNumber: 0 },
    ]);
  }
  return ranges;
}

function isWithin(at: { line: number; column: number }, { line, column, endLine, endColumn }: SourceRange): boolean {
  if (at.line < line || at.line > endLine) return false;
  if (at.line === line && column !== undefined && at.column < column) return false;
  return !(at.line === endLine && endColumn !== undefined && at.column > endColumn);
}
