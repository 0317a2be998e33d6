/** A variable, where its name is declared: line and column from 0. */
export interface DeclaredName {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The variables of the function that has stopped: its parameters, and what is declared above the line. Read from the text and its
 * indentation, in a moment: what is not a variable after all has no value to show.
 *
 * @param stop the line, from 0.
 */
export function declaredNames(lines: readonly string[], stop: number): DeclaredName[] {
  const head = headOf(lines, stop);
  const found = new Map<string, DeclaredName>();
  for (let line = head.first; line < stop; line++) {
    const text = withoutComments(lines[line] ?? "");
    for (const part of line <= head.last ? [parameters(text)] : declarations(text))
      for (const { 0: name, index } of part.text.matchAll(NAME))
        if (!found.has(name)) found.set(name, { name, line, column: part.column + index });
  }
  return [...found.values()];
}

interface Part {
  readonly text: string;
  readonly column: number;
}

/** A name that is bound: not a type, a property's name or a call. */
const NAME = /(?<![\w$.#'"`]|[:|&<]\s*|=\s*)[A-Za-z_$][\w$]*(?=\s*(?:[,\])}=:?]|$))/g;
const DECLARATION = /\b(?:const|let|var)\s+(\{[^=]*\}|\[[^=]*\]|[\w$]+)/g;
/** What opens a block that is no function's. */
const BLOCK = /^\s*(?:\}\s*)?(?:if|else|for|while|do|switch|try|catch|finally|case|default)\b/;

/** The lines of the head of the function around a line. */
function headOf(lines: readonly string[], stop: number): { readonly first: number; readonly last: number } {
  let depth = indentation(lines[stop] ?? "");
  for (let line = stop - 1; line >= 0; line--) {
    const text = lines[line] ?? "";
    if (text.trim() === "" || indentation(text) >= depth) continue;
    depth = indentation(text);
    if (BLOCK.test(text) || !/\{\s*$/.test(text)) continue;
    return { first: /^\s*\)/.test(text) ? openingOf(lines, line, depth) : line, last: line };
  }
  return { first: 0, last: -1 };
}

/** Where a head begins whose parameters have lines of their own. */
function openingOf(lines: readonly string[], last: number, depth: number): number {
  for (let line = last - 1; line >= 0; line--) if (indentation(lines[line] ?? "") === depth) return line;
  return last;
}

function parameters(text: string): Part {
  const column = text.indexOf("(") + 1;
  return { text: text.slice(column).replace(/\)[^)]*$/, ")"), column };
}

function declarations(text: string): Part[] {
  return [...text.matchAll(DECLARATION)].map(({ index, 0: whole, 1: names = "" }) => ({
    // What is renamed has no variable of its first name.
    text: names.replace(/[\w$]+\s*:/g, (renamed) => " ".repeat(renamed.length)),
    column: index + whole.length - names.length,
  }));
}

function withoutComments(text: string): string {
  return text.replace(/\/\/.*$/, "");
}

function indentation(text: string): number {
  return text.search(/\S|$/);
}
