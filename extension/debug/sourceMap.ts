import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { FlattenMap, type SourceMapInput, type TraceMap } from "@jridgewell/trace-mapping";
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
    const parsed = JSON.parse(found.text) as { [GUARDS_FIELD]?: PlacedGuard[] };
    // It may be one map, or several for parts of the script.
    const trace = new FlattenMap(parsed as SourceMapInput);
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
  const path = url.startsWith("file:") ? fileURLToPath(url) : resolve(dirname(script), decoded(url));
  return { text: readFileSync(path, "utf8"), at: path };
}

/**
 * A source's name as a file: names are relative to where the map lies. Transpilers differ in what they encode and how they separate, so the
 * first file that is there is meant, else the plainest. Null: it is none.
 */
function sourceFile(source: string | null, at: string): string | null {
  if (source === null || source === "") return null;
  if (source.startsWith("file:")) return fileURLToPath(source.replace(/[?#].*$/, ""));
  const [, bundled] = /^[a-z][\w+.-]+:\/\/[^/]*\/(.*?)(?:\?.*)?$/i.exec(source) ?? [];
  if (bundled !== undefined) return /^https?:/i.test(source) ? null : fileAbove(dirname(at), bundled);
  const files = [source, decoded(source), source.replaceAll("\\", "/")].map((name) => resolve(dirname(at), name));
  return files.find((file) => existsSync(file)) ?? files[0] ?? null;
}

/** Bundlers name sources from the project's folder, which is the map's or one above it: `webpack://app/./src/main.ts`. */
function fileAbove(folder: string, name: string): string | null {
  const file = resolve(folder, name);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? null : fileAbove(dirname(folder), name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
