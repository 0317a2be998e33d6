import { findSourceMap } from "node:module";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../cacheFolder.js";
import { packageFolder } from "../packageFolder.js";
import type { SourcePlace } from "../protocol/summaryFile.js";

/** Code that is not the user's: the runtime's package, and the engine in the shared cache. */
const NOT_THE_USERS = [packageFolder() + sep, cacheFolder() + sep];

/** The innermost place of a stack that is in the user's own code: not in the runtime, in Node, or in `node_modules`; null: none. */
export function originalPlace(stack: string): SourcePlace | null {
  for (const line of stack.split("\n")) {
    const place = parseFrame(line);
    if (place === null || place.file.startsWith("node:") || place.file.includes("node_modules")) continue;
    if (NOT_THE_USERS.some((folder) => place.file.startsWith(folder))) continue;
    return place;
  }
  return null;
}

/** `at name (file:///path:12:5)` or `at /path:12:5` as a place. */
export function parseFrame(line: string): SourcePlace | null {
  const match = /(?:\(|at (?:async )?)((?:file:\/\/|node:|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?\s*$/.exec(line);
  if (match === null) return null;
  const [, where = "", row = "1", column = "1"] = match;
  const file = where.startsWith("file://") ? fileURLToPath(where.replace(/\?.*$/, "")) : where;
  return mapped(where, { file, line: Number(row), column: Number(column) });
}

/** Stacks are already mapped when Node's source maps are on; a frame that still lies in generated code is mapped here. */
function mapped(where: string, place: SourcePlace): SourcePlace {
  if ((process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled) return place;
  const entry = findSourceMap(where)?.findEntry(place.line - 1, place.column - 1);
  if (entry === undefined || !("originalLine" in entry)) return place;
  return { file: place.file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
