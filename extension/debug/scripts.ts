import { fileURLToPath } from "node:url";
import {
  GREATEST_LOWER_BOUND,
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  TraceMap,
} from "@jridgewell/trace-mapping";
import type { Protocol } from "devtools-protocol";

/** A place as V8 counts: lines and columns from 0. */
export interface GeneratedPlace {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** A place in a file as the user reads it: lines from 1, columns from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A script of the program, with its source map when it was transpiled. */
export interface Script {
  readonly id: string;
  readonly url: string;
  /** Null for code that lies in no file. */
  readonly file: string | null;
  readonly map: TraceMap | null;
}

/** How far below a line without code a breakpoint may move. */
const SEARCHED_LINES = 20;

/** The scripts of the program, by V8's number. */
export class Scripts {
  readonly #byId = new Map<string, Script>();

  add({
    scriptId,
    url,
    sourceMapURL,
  }: Pick<Protocol.Debugger.ScriptParsedEvent, "scriptId" | "url" | "sourceMapURL">): Script {
    const file = url.startsWith("file://") ? fileURLToPath(url.replace(/\?.*$/, "")) : url.startsWith("/") ? url : null;
    const script: Script = { id: scriptId, url, file, map: file === null ? null : inlineMap(sourceMapURL) };
    this.#byId.set(scriptId, script);
    return script;
  }

  get(id: string): Script | undefined {
    return this.#byId.get(id);
  }

  /** All scripts that were made from a file. */
  ofFile(file: string): Script[] {
    return [...this.#byId.values()].filter((script) => script.file === file);
  }
}

/** Where a place of a script stands in the user's source. */
export function toSource(script: Script, { lineNumber, columnNumber }: GeneratedPlace): SourcePosition | null {
  if (script.file === null) return null;
  if (script.map === null) return { file: script.file, line: lineNumber + 1, column: columnNumber + 1 };
  for (const bias of [GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND] as const) {
    const found = originalPositionFor(script.map, { line: lineNumber + 1, column: columnNumber, bias });
    if (found.line !== null) return { file: script.file, line: found.line, column: found.column + 1 };
  }
  return { file: script.file, line: lineNumber + 1, column: columnNumber + 1 };
}

/** The first place of a script that was made from a line of its source, or from one of those below it. */
export function toGenerated(script: Script, line: number, column: number | undefined): GeneratedPlace | null {
  if (script.map === null) return { lineNumber: line - 1, columnNumber: (column ?? 1) - 1 };
  const [source = ""] = script.map.sources.map((name) => name ?? "");
  for (let tried = line; tried < line + SEARCHED_LINES; tried++) {
    const wanted = {
      source,
      line: tried,
      column: tried === line ? (column ?? 1) - 1 : 0,
      bias: LEAST_UPPER_BOUND,
    } as const;
    const found = generatedPositionFor(script.map, wanted);
    if (found.line !== null) return { lineNumber: found.line - 1, columnNumber: found.column };
  }
  return null;
}

function inlineMap(url: string | undefined): TraceMap | null {
  const data = /^data:application\/json[^,]*;base64,(.*)$/.exec(url ?? "")?.[1];
  return data === undefined ? null : new TraceMap(Buffer.from(data, "base64").toString("utf8"));
}
