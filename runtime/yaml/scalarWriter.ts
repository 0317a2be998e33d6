import { scalarStyle } from "./scalarStyle.js";

/** Lines are folded at the first space after this column. */
const WIDTH = 80;

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

/** Text that grows, with its column; it folds long strings where PyYAML does. */
export class ScalarWriter {
  text = "";
  #column = 0;

  write(text: string): void {
    this.text += text;
    this.#column += text.length;
  }

  newLine(indent: number): void {
    this.text += `\n${" ".repeat(indent)}`;
    this.#column = indent;
  }

  /** @param indent where further lines of the string begin. */
  writeString(text: string, indent: number, role: "key" | "value"): void {
    const folds = role === "value";
    if (folds) this.write(" ");
    switch (scalarStyle(text, role)) {
      case "plain":
        this.#writeWords(text, indent, folds);
        break;
      case "single":
        this.write("'");
        this.#writeWords(text.replaceAll("'", "''"), indent, folds);
        this.write("'");
        break;
      case "double":
        this.#writeEscaped([...text], indent, folds);
        break;
    }
  }

  /** Words between single spaces; a line break is written as two, as YAML reads them. */
  #writeWords(text: string, indent: number, folds: boolean): void {
    const parts = text.match(/ +|\n+|[^ \n]+/g) ?? [];
    parts.forEach((part, i) => {
      if (part.startsWith("\n")) {
        this.text += "\n".repeat(part.length);
        this.newLine(indent);
      } else if (part === " " && folds && this.#column > WIDTH && i > 0 && i < parts.length - 1) {
        this.newLine(indent);
      } else {
        this.write(part);
      }
    });
  }

  #writeEscaped(characters: readonly string[], indent: number, folds: boolean): void {
    this.write('"');
    let start = 0;
    const flush = (end: number) => {
      if (start < end) this.write(characters.slice(start, end).join(""));
      start = Math.max(start, end);
    };
    characters.forEach((character, end) => {
      if (/[^\x20-\x7e]|["\\]/u.test(character)) {
        flush(end);
        this.write(escaped(character));
        start = end + 1;
      }
      const mayFold = folds && end > 0 && end < characters.length - 1 && (character === " " || start >= end);
      if (!mayFold || this.#column + (end - start) <= WIDTH) return;
      flush(end);
      this.write("\\");
      this.newLine(indent);
      if (characters[start] === " ") this.write("\\");
    });
    flush(characters.length);
    this.write('"');
  }
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return `\\${short}`;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
