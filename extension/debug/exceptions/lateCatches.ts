import type { Outlines } from "../outlines.js";
import type { Script } from "../scripts.js";

/**
 * Knows whether an exception of the user's may be caught by who awaits it. Only then must V8 remember who awaits what, which makes every
 * `await` of the program slower.
 */
export class LateCatches {
  readonly #functions = new Set<string>();
  readonly #awaited = new Set<string>();

  constructor(private readonly outlines: Outlines) {}

  /** Takes a script of the user's into account. @returns true when there is such a place by now. */
  async mayHappenWith(script: Script): Promise<boolean> {
    const outline = await this.outlines.of(script);
    for (const { name } of outline?.functions ?? []) if (name !== "") this.#functions.add(name);
    for (const name of outline?.awaitedGuarded ?? []) this.#awaited.add(name);
    return [...this.#awaited].some((name) => this.#functions.has(name));
  }
}
