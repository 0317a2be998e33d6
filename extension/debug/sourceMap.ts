import { readFileSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type EncodedSourceMap, TraceMap } from "@jridgewell/trace-mapping";
import { GUARDS_FIELD, type PlacedGuard } from "../../runtime/protocol/guards.js";

/** A source map, whichever transpiler wrote it. */
export interface SourceMap {
  readonly trace: TraceMap;
  /** The files of its sources, one for each in their order; null: a source that is no file. */
  readonly files: readonly (string | null)[];
  /** What the loader has put between the user's statements. */
  readonly guards: readonly PlacedGuard[];
}

/**
 * The source map of a script: within its URL, or in a file beside the script.
 *
 * @param url what the script says behind `sourceMappingURL=`. @returns null when there is none, or none that can be read.
 */
export function sourceMapOf(file: string, url: string | undefined): SourceMap | null {
  if (!url) return null;
  try {
    const found = url.startsWith("data:") ? { text: dataText(url), at: file } : fileText(file, url);
    if (found === null) return null;
    const parsed = JSON.parse(found.text) as EncodedSourceMap & { [GUARDS_FIELD]?: PlacedGuard[] };
    const trace = new TraceMap(parsed);
    const files = trace.resolvedSources.map((source) => sourceFile(source, found.at));
    return { trace, files, guards: parsed[GUARDS_FIELD] ?? [] };
  } catch {
    // A map that is broken or gone: the code itself is shown.
    return null;
  }
}

/** The text of `data:application/json;charset=utf-8;base64,…`, or of one that is URL-encoded. */
function dataText(url: string): string {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(";base64")
    ? Buffer.from(data, "base64").toString("utf8")
    : decodeURIComponent(data);
}

function fileText(script: string, url: string): { text: string; at: string } | null {
  if (/^[a-z]{2,}:/i.test(url) && !url.startsWith("file:")) return null;
  const path = url.startsWith("file:") ? fileURLToPath(url) : resolve(dirname(script), decodeURIComponent(url));
  return { text: readFileSync(path, "utf8"), at: path };
}

/** A source's name as a file: the names are relative to where the map lies. */
function sourceFile(source: string | null, at: string): string | null {
  if (source === null || source === "") return null;
  if (source.startsWith("file:")) return fileURLToPath(source);
  if (isAbsolute(source)) return source;
  if (/^[a-z][\w+.-]+:/i.test(source)) return null;
  return resolve(dirname(at), source);
}
