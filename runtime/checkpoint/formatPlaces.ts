/** A part of a format string: text as it stands, or a place with its field and format. */
export type FormatPart = string | { readonly field: string; readonly spec: string };

/**
 * The parts of a format string of Python's, `epoch={0[epoch]:02d}`: braces that are meant as such are doubled
 * (docs.python.org/3/library/string.html#format-string-syntax). Formats inside formats are not known.
 *
 * @throws RangeError when its braces do not pair.
 */
export function formatParts(text: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let at = 0;
  while (at < text.length) {
    const brace = text.slice(at).search(/[{}]/);
    if (brace < 0) return [...parts, text.slice(at)];
    const [open, character] = [at + brace, text[at + brace]];
    if (text[open + 1] === character) {
      parts.push(text.slice(at, open + 1));
      at = open + 2;
      continue;
    }
    if (character === "}") throw unpaired(text, "a `}` that closes nothing");
    if (brace > 0) parts.push(text.slice(at, open));
    const [part, end] = placeAt(text, open + 1);
    parts.push(part);
    at = end;
  }
  return parts;
}

/** @param start after the brace that opens it. @returns the place, and where it ends. */
function placeAt(text: string, start: number): [FormatPart, number] {
  let end = start;
  while (end < text.length && !"}:!".includes(text[end] as string)) {
    if (text[end] === "{") throw unpaired(text, "a `{` inside a name");
    // In brackets every character is the key's.
    if (text[end] === "[") end = Math.max(text.indexOf("]", end), end);
    end++;
  }
  const field = text.slice(start, end);
  if (text[end] !== ":") {
    if (text[end] !== "}") throw unpaired(text, "a `{` that is not closed");
    return [{ field, spec: "" }, end + 1];
  }
  const close = closingBrace(text, end + 1);
  if (close < 0) throw unpaired(text, "a `{` that is not closed");
  return [{ field, spec: text.slice(end + 1, close) }, close + 1];
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i;
  }
  return -1;
}

function unpaired(text: string, what: string): RangeError {
  return new RangeError(
    `The name \`${text}\` has ${what}. Write \`{name}\` where a value is meant, and \`{{\` or \`}}\` for a brace.`,
  );
}
