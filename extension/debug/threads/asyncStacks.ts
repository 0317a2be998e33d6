import type { CdpTransport } from "../cdpTransport.js";
import type { Outlines } from "../outlines.js";
import type { Script } from "../scripts.js";

/** How far back to remember who awaited. */
const DEPTH = 32;

/**
 * Whether V8 remembers who awaits what, which makes every `await` of the program slower: from the first stop on, or from when an exception
 * may be caught by whoever awaits it.
 */
export class AsyncStacks {
  #isOn = false;
  /** The user's functions, and the names in what they await within a `try`. */
  readonly #functions = new Set<string>();
  readonly #awaited = new Set<string>();

  constructor(
    private readonly cdp: CdpTransport,
    private readonly outlines: Outlines,
  ) {}

  remember(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    this.cdp.post("Debugger.setAsyncCallStackDepth", { maxDepth: DEPTH });
  }

  /** A script of the user's may catch what others throw after an `await`. */
  async rememberForCatchesOf(script: Script): Promise<void> {
    if (this.#isOn) return;
    const outline = await this.outlines.of(script);
    for (const { name } of outline?.functions ?? []) if (name !== "") this.#functions.add(name);
    for (const name of outline?.awaitedGuarded ?? []) this.#awaited.add(name);
    if (outline?.handlesRejections || [...this.#awaited].some((name) => this.#functions.has(name))) this.remember();
  }
}
