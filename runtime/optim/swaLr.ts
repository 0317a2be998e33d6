import type { StateDict } from "../checkpoint/stateful.js";
import type { LrScheduler } from "./lrScheduler.js";
import type { Optimizer } from "./optimizer.js";

export interface SWALROptions {
  /** The rate to go to, or one for each parameter group. */
  readonly swaLr: number | readonly number[];
  /** Epochs on the way; default 10. */
  readonly annealEpochs?: number;
  /** Along a half cosine ("cos", the default) or a line. */
  readonly annealStrategy?: "cos" | "linear";
}

/** Goes from the present learning rate to a constant one (torch.optim.swa_utils.SWALR). */
export class SWALR implements LrScheduler {
  readonly #swaLrs: readonly number[];
  readonly #annealEpochs: number;
  readonly #anneal: (t: number) => number;
  #lastEpoch = 0;

  constructor(
    readonly optimizer: Optimizer,
    { swaLr, annealEpochs = 10, annealStrategy = "cos" }: SWALROptions,
  ) {
    this.#swaLrs = typeof swaLr === "number" ? optimizer.paramGroups.map(() => swaLr) : swaLr;
    this.#annealEpochs = annealEpochs;
    this.#anneal = annealStrategy === "cos" ? (t) => (1 - Math.cos(Math.PI * t)) / 2 : (t) => t;
  }

  step(): void {
    this.#lastEpoch++;
    const step = this.#annealEpochs === 0 ? Math.max(1, this.#lastEpoch) : this.#lastEpoch;
    const [before, now] = [this.#shareAt(step - 1), this.#shareAt(step)];
    for (const [i, { options }] of this.optimizer.paramGroups.entries()) {
      const target = this.#swaLrs[i] as number;
      // What the rate was before the first step, so that others may change it on the way.
      const initial = before === 1 ? target : (options.lr - before * target) / (1 - before);
      options.lr = target * now + initial * (1 - now);
    }
  }

  getLastLr(): readonly number[] {
    return this.optimizer.paramGroups.map((group) => group.options.lr);
  }

  stateDict(): StateDict {
    return { lastEpoch: this.#lastEpoch };
  }

  loadStateDict(state: StateDict): void {
    this.#lastEpoch = Number(state["lastEpoch"]);
  }

  /** How much of the target the rate is after a step. */
  #shareAt(step: number): number {
    return this.#anneal(Math.max(0, Math.min(1, step / Math.max(1, this.#annealEpochs))));
  }
}
