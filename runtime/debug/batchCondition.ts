/** What a condition's names stand for; undefined: nothing. */
export type Names = Readonly<Record<string, unknown>>;

/** A string, or a name that is no property. */
const TOKENS = /(["'`])((?:\\.|(?!\1)[^\\])*)\1|(?<![\w$.]|\.\s)([A-Za-z_$][\w$]*)/g;
/** Words that JavaScript does not take as names of parameters. */
const RESERVED = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum eval arguments export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static super switch this " +
    "throw true try typeof var void while with yield"
  ).split(" "),
);

/** An expression over names that are given anew each time. */
export class BatchCondition {
  /** What may be the name of a metric, in the order in which it is written: names, and the texts of strings as in `metrics["val/loss"]`. */
  readonly names: readonly string[];
  readonly #parameters: readonly string[];
  #failure: string | null = null;
  readonly #test: (...values: readonly unknown[]) => unknown;

  /** @param text JavaScript; empty: it always holds. @throws SyntaxError */
  constructor(readonly text: string) {
    const found = [...text.matchAll(TOKENS)];
    this.names = [...new Set(found.map(([, , string, name]) => name ?? string ?? ""))];
    const identifiers = found.flatMap(([, , , name]) => (name === undefined || RESERVED.has(name) ? [] : [name]));
    this.#parameters = [...new Set(identifiers)];
    this.#test =
      text.trim() === ""
        ? () => true
        : (new Function(...this.#parameters, `"use strict"; return (${text}\n);`) as () => unknown);
  }

  /** False as well when it fails: something that it names is not there yet. */
  holds(names: Names): boolean {
    const globals = globalThis as unknown as Names;
    try {
      this.#failure = null;
      return Boolean(
        this.#test(...this.#parameters.map((name) => (Object.hasOwn(names, name) ? names : globals)[name])),
      );
    } catch (error) {
      this.#failure = String(error);
      return false;
    }
  }

  /** What it names that there is not. */
  unknown(names: Names): string[] {
    return this.#parameters.filter((name) => !Object.hasOwn(names, name) && !(name in globalThis));
  }

  /** What it threw when it was looked at last; null: nothing. */
  get failure(): string | null {
    return this.#failure;
  }
}
