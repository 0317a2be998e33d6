import { decodeMappings, encodeMappings, type Segment } from "./sourceMapText.js";

const MAP_COMMENT = "//# sourceMappingURL=data:application/json;base64,";

/** Transpiled code and its inline source map, taken apart: they are changed together. */
export interface MappedCode {
  readonly lines: string[];
  /** For each line. */
  readonly segments: Segment[][];
  /** The rest of the map. */
  readonly map: { readonly names?: readonly string[]; readonly sourcesContent?: readonly string[] };
}

/** @returns null: it has no inline map. */
export function mappedCode(code: string): MappedCode | null {
  const at = code.lastIndexOf(MAP_COMMENT);
  if (at < 0) return null;
  const json = Buffer.from(code.slice(at + MAP_COMMENT.length), "base64").toString();
  const map = JSON.parse(json) as MappedCode["map"] & { readonly mappings: string };
  return { lines: code.slice(0, at).split("\n"), segments: decodeMappings(map.mappings), map };
}

/** @param fields what else the map shall say. */
export function codeText({ lines, segments, map }: MappedCode, fields: Readonly<Record<string, unknown>> = {}): string {
  const text = JSON.stringify({ ...map, mappings: encodeMappings(segments), ...fields });
  return `${lines.join("\n")}${MAP_COMMENT}${Buffer.from(text).toString("base64")}\n`;
}
