import type { ProgressOutput } from "../../../runtime/callbacks/progressScreen.js";

/** Text, or one of the controls that a bar needs: line ends, up, down, erase. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are steered by them.
const PARTS = /\x1b\[(\d*)([ABK])|\n|\r|[^\x1b\n\r]+/g;

/** A terminal that remembers what it shows, and every line that it ever showed. */
export class Terminal implements ProgressOutput {
  readonly isTTY = true;
  readonly drawn: string[] = [];
  readonly #lines = [""];
  #row = 0;
  #column = 0;

  constructor(readonly columns?: number) {}

  write(text: string): void {
    for (const [part, count, code] of text.matchAll(PARTS)) {
      if (part === "\n") this.#newLine();
      else if (part === "\r") this.#column = 0;
      else if (code === "K") this.#lines[this.#row] = "";
      else if (code === "A") this.#row -= Number(count);
      else if (code === "B") this.#row += Number(count);
      else this.#put(part);
    }
  }

  /** The lines that stand there now. */
  get screen(): readonly string[] {
    return this.#lines.map((line) => line.trimEnd());
  }

  #newLine(): void {
    this.#row++;
    this.#column = 0;
    this.#lines[this.#row] ??= "";
  }

  #put(text: string): void {
    const line = this.#lines[this.#row] ?? "";
    this.#lines[this.#row] =
      line.slice(0, this.#column).padEnd(this.#column) + text + line.slice(this.#column + text.length);
    this.#column += text.length;
    this.drawn.push(text);
  }
}
