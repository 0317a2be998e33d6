import { tokens } from "../protocol/sourceTokens.js";
import { codeText, type MappedCode, mappedCode } from "./mappedCode.js";
import type { Segment } from "./sourceMapText.js";

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
/** Of a CommonJS module: what the transpiler writes may need them anywhere. */
const KEPT = ["require", "module", "exports"];
/** Where there are decorators, the values of fields have moved into the constructor, whose parameters would be meant then. */
const MOVED_CODE = /\b__(?:publicField|privateAdd|runInitializers)\(/;

/**
 * Undoes that esbuild renames what shadows another name: `x` in `(x) => x + 1` is called `x2` where an outer `x` is known. So debuggers, the
 * names of functions and classes, and the messages of errors say what the user wrote, and a condition over `x` means the inner one.
 *
 * The source is valid with its own names, so the code is too; names that the transpiler has also given to something of its own are kept.
 */
export function withOriginalNames(code: string): string {
  const mapped = mappedCode(code);
  if (mapped === null || (mapped.map.names ?? []).length === 0 || MOVED_CODE.test(code)) return code;
  const names = new OriginalNames(mapped);
  for (const line of mapped.lines.keys()) restore(mapped, line, names);
  return codeText(mapped);
}

/** Which names of a script have others in its source. */
class OriginalNames {
  readonly #source: readonly string[];
  /** What the transpiler has added: these names mean something else than in the source. */
  readonly #added = new Set<string>(KEPT);

  constructor(private readonly code: MappedCode) {
    this.#source = (code.map.sourcesContent?.[0] ?? "").split("\n");
    const made = new Set<string>();
    const unmapped = new Set<string>();
    for (const { line, column, name } of identifiers(code.lines)) {
      const ofLine = code.segments[line] ?? [];
      const segment = ofLine.find((segment) => segment.column === column);
      if (this.#original(name, segment) !== null) made.add(name);
      else if (ofLine.length === 0) unmapped.add(name);
      else if (this.#written(segment) !== name) this.#added.add(name);
    }
    // Exports are made from nothing, and name what the source names, unless that has been renamed.
    for (const name of made) if (unmapped.has(name)) this.#added.add(name);
  }

  /** @returns null: it is the name that the source has, or cannot be that one. */
  of(name: string, segment: Segment): string | null {
    const original = this.#original(name, segment);
    return original === null || this.#added.has(name) || this.#added.has(original) ? null : original;
  }

  /** `x` for an `x2` that the transpiler has made of it. */
  #original(name: string, segment: Segment | undefined): string | null {
    const original = this.code.map.names?.[segment?.name ?? -1];
    if (original === undefined || original !== this.#written(segment) || !name.startsWith(original)) return null;
    return /^\d+$/.test(name.slice(original.length)) ? original : null;
  }

  #written(segment: Segment | undefined): string {
    return segment === undefined ? "" : identifierAt(this.#source[segment.line], segment.sourceColumn);
  }
}

/** Puts the names of the source into a line. */
function restore({ lines, segments }: MappedCode, line: number, names: OriginalNames): void {
  let text = lines[line] ?? "";
  let shift = 0;
  segments[line] = (segments[line] ?? []).map((segment) => {
    const column = segment.column + shift;
    const name = identifierAt(text, column);
    const original = names.of(name, segment);
    if (original === null) return { ...segment, column };
    text = text.slice(0, column) + original + text.slice(column + name.length);
    shift += original.length - name.length;
    return { ...segment, column, name: null };
  });
  lines[line] = text;
}

/** The names in a script that are not those of members. */
function identifiers(lines: readonly string[]): { line: number; column: number; name: string }[] {
  let line = 0;
  let lineStart = 0;
  const list = tokens(lines.join("\n"));
  return list.flatMap(({ kind, text, start }, i) => {
    if (kind !== "name" || list[i - 1]?.text === "." || list[i - 1]?.text === "?.") return [];
    while (start > lineStart + (lines[line]?.length ?? 0)) lineStart += (lines[line++]?.length ?? 0) + 1;
    return [{ line, column: start - lineStart, name: text }];
  });
}

/** Empty: none begins there. */
function identifierAt(line = "", column: number): string {
  IDENTIFIER.lastIndex = column;
  return IDENTIFIER.exec(line)?.[0] ?? "";
}
