/** Stands before what `console` prints: an operating system command that no terminal knows, with the calling frames in it. */
const OPEN = "\u001b]7391;lightning;";
const END = "\u0007";
/** Stands behind what `console` prints. */
export const CLOSE_MARK = "\u001b]7391;lightning\u0007";

export function openMark(frames: string): string {
  return `${OPEN}${frames}${END}`;
}

/** Output of the program, with the frames that printed it where they are known. */
export interface MarkedText {
  readonly text: string;
  readonly frames: string | null;
}

/** Takes the marks out of a stream of text. */
export class MarkReader {
  #rest = "";
  #frames: string | null = null;

  /** What can be told of the output now that some more has come. */
  read(chunk: string): MarkedText[] {
    const found: MarkedText[] = [];
    let text = this.#rest + chunk;
    for (;;) {
      const mark = this.#frames === null ? OPEN : CLOSE_MARK;
      const at = text.indexOf(mark);
      const end = at < 0 ? -1 : this.#frames === null ? text.indexOf(END, at) : at + mark.length - END.length;
      if (end < 0) break;
      this.#add(found, text.slice(0, at));
      this.#frames = this.#frames === null ? text.slice(at + OPEN.length, end) : null;
      text = text.slice(end + END.length);
    }
    const kept = this.#unfinished(text);
    this.#add(found, text.slice(0, kept));
    this.#rest = text.slice(kept);
    return found;
  }

  /** Where the beginning of a mark stands whose end has not come. */
  #unfinished(text: string): number {
    const mark = this.#frames === null ? OPEN : CLOSE_MARK;
    const whole = text.indexOf(mark);
    if (whole >= 0) return whole;
    const at = text.lastIndexOf("\u001b");
    return at >= 0 && mark.startsWith(text.slice(at)) ? at : text.length;
  }

  #add(found: MarkedText[], text: string): void {
    if (text !== "") found.push({ text, frames: this.#frames });
  }
}
