import type { CdpTransport } from "../cdpTransport.js";
import type { Outlines } from "../outlines.js";
import type { Script } from "../scripts.js";

/** How far back to remember who awaited. */
const DEPTH = 32;

/** Whether whoever awaits is needed: to know who catches an exception, and to show who called what a breakpoint stops in. */
export interface AwaitsWanted {
  readonly catches: boolean;
  readonly stops: boolean;
}

/** V8 remembers who awaits what from now on. */
export function rememberAwaits(cdp: CdpTransport): void {
  cdp.post("Debugger.setAsyncCallStackDepth", { maxDepth: DEPTH });
}

/**
 * Whether V8 remembers who awaits what, which makes every `await` of the program slower, the Trainer's too: from the first stop on, or from
 * when some function of the user's awaits another one.
 */
export class AsyncStacks {
  #isOn = false;
  /** The user's functions, and the names in what is awaited. */
  readonly #functions = new Set<string>();
  readonly #awaited = new Set<string>();

  constructor(
    private readonly cdp: CdpTransport,
    private readonly outlines: Outlines,
  ) {}

  remember(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    rememberAwaits(this.cdp);
  }

  /** A script of the user's may await what is in others. */
  async rememberForAwaitsOf(script: Script, { catches, stops }: AwaitsWanted): Promise<void> {
    if (this.#isOn || !(catches || stops)) return;
    const outline = await this.outlines.of(script);
    for (const { name } of outline?.functions ?? []) if (name !== "") this.#functions.add(name);
    if (catches) for (const name of outline?.awaitedGuarded ?? []) this.#awaited.add(name);
    if (stops) for (const name of outline?.awaited ?? []) this.#awaited.add(name);
    const handles = catches && (outline?.handlesRejections ?? false);
    if (handles || [...this.#awaited].some((name) => this.#functions.has(name))) this.remember();
  }
}
