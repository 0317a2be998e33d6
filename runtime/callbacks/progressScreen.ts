/** Where bars are drawn: a terminal, or something that only takes lines. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const ERASE = "\r\x1b[2K";

/** The last lines of a terminal, drawn over and over: a bar, and below it another one while it is needed. */
export class ProgressScreen {
  readonly #lines: string[] = [];

  constructor(private readonly output: ProgressOutput) {}

  /** Characters that fit into a line; undefined: unknown. */
  get columns(): number | undefined {
    return this.output.columns === undefined ? undefined : this.output.columns - 1;
  }

  /** Draws a line, which is one of those there are or the next one. */
  draw(index: number, text: string): void {
    const below = this.#lines.length - 1 - index;
    if (below < 0) this.output.write(index === 0 ? ERASE + text : `\n${text}`);
    else if (below === 0) this.output.write(ERASE + text);
    else this.output.write(`\x1b[${below}A${ERASE}${text}\x1b[${below}B`);
    this.#lines[index] = text;
  }

  /** Takes away this line and those below it. */
  remove(index: number): void {
    while (this.#lines.length > index) {
      this.#lines.pop();
      this.output.write(this.#lines.length > 0 ? `${ERASE}\x1b[1A` : ERASE);
    }
  }

  /** The lines stay as they are; what comes next is written below. */
  leave(): void {
    if (this.#lines.length > 0) this.output.write("\n");
    this.#lines.length = 0;
  }

  /** Writes above the lines. */
  print(text: string): void {
    const lines = [...this.#lines];
    this.remove(0);
    this.output.write(`${text}\n`);
    for (const [index, line] of lines.entries()) this.draw(index, line);
  }
}
