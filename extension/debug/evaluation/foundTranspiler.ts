import { deferred } from "../deferred.js";

/** How long to wait to be told where the experiment is, before an expression in TypeScript is given up, in ms. */
const WAIT_MS = 3_000;

/** The transpiler of the experiment, which is known only once it is known what to debug. */
export class FoundTranspiler {
  readonly #found = deferred<string | null>();

  /** Null: the experiment has none. */
  is(file: string | null): void {
    this.#found.resolve(file);
  }

  /** Its file; null: there is none. */
  file(): Promise<string | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), WAIT_MS);
      void this.#found.promise.then((file) => {
        clearTimeout(timer);
        resolve(file);
      });
    });
  }
}
