import { type Token, tokens } from "../../runtime/protocol/sourceTokens.js";
import type { CdpTransport } from "./cdpTransport.js";
import type { GeneratedPlace, Script } from "./scripts.js";
import { type GuardedBlock, type OutlinedFunction, type SourceOutline, sourceOutline } from "./sourceOutline.js";
import { statementTokens } from "./statementTokens.js";

/** A script's outline, whose offsets can be told as lines and columns. */
export class PlacedOutline implements SourceOutline {
  readonly functions: readonly OutlinedFunction[];
  readonly guarded: readonly GuardedBlock[];
  readonly awaitedGuarded: ReadonlySet<string>;
  readonly awaited: ReadonlySet<string>;
  readonly #lineStarts: readonly number[];
  #tokens: readonly Token[] | null = null;

  constructor(private readonly source: string) {
    const outline = sourceOutline(source);
    ({ functions: this.functions, guarded: this.guarded } = outline);
    ({ awaitedGuarded: this.awaitedGuarded, awaited: this.awaited } = outline);
    this.#lineStarts = [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  /** True when it takes care of what promises are rejected with, other than by `await`. */
  get handlesRejections(): boolean {
    return /\.\s*(?:catch|then|allSettled)\s*\(/.test(this.source);
  }

  get tokens(): readonly Token[] {
    this.#tokens ??= tokens(this.source);
    return this.#tokens;
  }

  /** What a statement has from a place in it to its end. */
  statementAt(place: Parameters<PlacedOutline["offsetOf"]>[0]): readonly Token[] {
    return statementTokens(this.tokens, this.offsetOf(place));
  }

  offsetOf({
    lineNumber,
    columnNumber = 0,
  }: Pick<GeneratedPlace, "lineNumber"> & { readonly columnNumber?: number | undefined }): number {
    return (this.#lineStarts[lineNumber] ?? 0) + columnNumber;
  }

  placeOf(offset: number): GeneratedPlace {
    let line = 0;
    let end = this.#lineStarts.length;
    while (end - line > 1) {
      const middle = (line + end) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) line = middle;
      else end = middle;
    }
    return { lineNumber: line, columnNumber: offset - (this.#lineStarts[line] ?? 0) };
  }
}

/** The outlines of a thread's scripts, read when they are asked for. */
export class Outlines {
  readonly #known = new Map<string, Promise<PlacedOutline | null>>();

  constructor(private readonly cdp: CdpTransport) {}

  /** @returns null when the script is gone. */
  of({ id }: Pick<Script, "id">): Promise<PlacedOutline | null> {
    let outline = this.#known.get(id);
    if (outline === undefined) {
      outline = this.cdp.send("Debugger.getScriptSource", { scriptId: id }).then(
        ({ scriptSource }) => new PlacedOutline(scriptSource),
        () => null,
      );
      this.#known.set(id, outline);
    }
    return outline;
  }
}
