import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  GREATEST_LOWER_BOUND,
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  sourceContentFor,
} from "@jridgewell/trace-mapping";
import type { Protocol } from "devtools-protocol";
import { type SourceMap, sourceMapOf } from "./sourceMap.js";

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
  /** Read when it is asked for; null: the code runs as it was written. */
  readonly map: SourceMap | null;
  readonly hasMap: boolean;
  readonly endLine: number;
}

const TYPESCRIPT = /\.[cm]?tsx?$/;
/** How far below a line without code a breakpoint may move. */
const SEARCHED_LINES = 20;

type ParsedScript = Pick<Protocol.Debugger.ScriptParsedEvent, "scriptId" | "url" | "sourceMapURL"> &
  Partial<Pick<Protocol.Debugger.ScriptParsedEvent, "endLine">>;

/** The scripts of a thread, by V8's number. */
export class Scripts {
  readonly #byId = new Map<string, Script>();

  add({ scriptId, url, sourceMapURL, endLine = 0 }: ParsedScript): Script {
    const file = fileOf(url);
    let map: SourceMap | null | undefined;
    const script: Script = {
      id: scriptId,
      url,
      file,
      endLine,
      hasMap: file !== null && (sourceMapURL ?? "") !== "",
      get map() {
        map ??= file === null ? null : sourceMapOf(file, sourceMapURL);
        return map;
      },
    };
    this.#byId.set(scriptId, script);
    return script;
  }

  get(id: string): Script | undefined {
    return this.#byId.get(id);
  }

  all(): Script[] {
    return [...this.#byId.values()];
  }

  /** All scripts that were made from a file. @param isSearched whose maps are worth reading for it. */
  ofFile(file: string, isSearched: (script: Script) => boolean = () => true): Script[] {
    const wanted = fileKey(file);
    return this.all().filter((script) => hasFile(script, wanted, isSearched));
  }

  /** The newest script that ran under a path or URL. */
  ofUrl(name: string): Script | undefined {
    const file = fileOf(name);
    return this.all().findLast((script) => script.url === name || (file !== null && script.file === file));
  }
}

function hasFile(script: Script, wanted: string, isSearched: (script: Script) => boolean): boolean {
  if (script.file === null) return false;
  if (fileKey(script.file) === wanted) return true;
  return (
    script.hasMap &&
    isSearched(script) &&
    (script.map?.files ?? []).some((file) => file !== null && fileKey(file) === wanted)
  );
}

/** True when some of a script was made from a file. */
export function isMadeFrom(script: Script, file: string): boolean {
  return hasFile(script, fileKey(file), () => true);
}

const keys = new Map<string, string>();

/** The same text for two paths of the same file, also where one leads over a link. */
export function fileKey(file: string): string {
  let key = keys.get(file);
  if (key === undefined) {
    key = /^[A-Za-z]:/.test(file) ? file.replaceAll("\\", "/").toLowerCase() : file;
    try {
      key = realpathSync(file);
    } catch {
      // Code without a file.
    }
    if (process.platform === "win32") key = key.replaceAll("\\", "/").toLowerCase();
    keys.set(file, key);
  }
  return key;
}

/** The path of a file without links; the path itself when there is no such file. */
export function realFile(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

/** Where a place of a script stands in the user's source; null: it was made from no line of it. */
export function toSource(script: Script, { lineNumber, columnNumber }: GeneratedPlace): SourcePosition | null {
  if (script.file === null) return null;
  const { map } = script;
  if (map === null) return { file: script.file, line: lineNumber + 1, column: columnNumber + 1 };
  for (const bias of [GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND] as const) {
    const found = originalPositionFor(map.trace, { line: lineNumber + 1, column: columnNumber, bias });
    if (found.line === null) continue;
    const file = map.files[map.trace.resolvedSources.indexOf(found.source ?? "")] ?? script.file;
    return { file, line: found.line, column: found.column + 1 };
  }
  // What was transpiled in memory has no such line anywhere.
  return TYPESCRIPT.test(script.file) ? null : { file: script.file, line: lineNumber + 1, column: columnNumber + 1 };
}

/**
 * The first place of a script that was made from a line of its source, or from one of those below it.
 *
 * @param file which of its sources, where it was made from several.
 */
export function toGenerated(
  script: Script,
  line: number,
  column: number | undefined,
  file: string = script.file ?? "",
): GeneratedPlace | null {
  const source = sourceName(script, file);
  if (script.map === null || source === null) return { lineNumber: line - 1, columnNumber: (column ?? 1) - 1 };
  for (let tried = line; tried < line + SEARCHED_LINES; tried++) {
    const found = generatedPositionFor(script.map.trace, {
      source,
      line: tried,
      column: tried === line ? (column ?? 1) - 1 : 0,
      bias: LEAST_UPPER_BOUND,
    });
    if (found.line !== null) return { lineNumber: found.line - 1, columnNumber: found.column };
  }
  return null;
}

/** The text of one of the sources of a script, when its map has it. */
export function sourceText(script: Script, file: string): string | null {
  const source = sourceName(script, file);
  return script.map === null || source === null ? null : sourceContentFor(script.map.trace, source);
}

/** Under which name the map of a script knows a file. A map with a single source is of the script's own file, whatever it calls it. */
function sourceName(script: Script, file: string): string | null {
  const { map } = script;
  if (map === null) return null;
  const wanted = fileKey(file);
  const index = map.files.findIndex((known) => known !== null && fileKey(known) === wanted);
  if (index >= 0) return map.trace.resolvedSources[index] ?? null;
  return map.trace.sources.length === 1 && file === script.file ? (map.trace.resolvedSources[0] ?? "") : null;
}

/** The file in which a script lies by its URL; null: in none. */
function fileOf(url: string): string | null {
  if (url.startsWith("file://")) return fileURLToPath(url.replace(/[?#].*$/, ""));
  return /^(\/|[A-Za-z]:[\\/])/.test(url) ? url : null;
}
