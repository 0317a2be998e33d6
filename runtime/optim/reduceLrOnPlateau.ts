import type { StateDict } from "../checkpoint/stateful.js";
import type { LrScheduler } from "./lrScheduler.js";
import type { Optimizer } from "./optimizer.js";

export interface ReduceLROnPlateauOptions {
  /** "min" (default): the metric should fall. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by; default 0.1. */
  readonly factor?: number;
  /** Steps without improvement that are borne; default 10. */
  readonly patience?: number;
  /** How much better counts as better; default 1e-4. */
  readonly threshold?: number;
  /** Relative to the best ("rel", default), or as it is. */
  readonly thresholdMode?: "rel" | "abs";
  /** Steps after a reduction in which nothing is counted; default 0. */
  readonly cooldown?: number;
  /** Lowest rate, or one for each parameter group; default 0. */
  readonly minLr?: number | readonly number[];
  /** Smaller changes are not made; default 1e-8. */
  readonly eps?: number;
}

/** Reduces the rate when a metric has stopped to improve (torch.optim.lr_scheduler.ReduceLROnPlateau). */
export class ReduceLROnPlateau implements LrScheduler {
  readonly #options: Required<ReduceLROnPlateauOptions>;
  #best: number;
  #badSteps = 0;
  #cooldownLeft = 0;
  #lastEpoch = 0;

  constructor(
    readonly optimizer: Optimizer,
    options: ReduceLROnPlateauOptions = {},
  ) {
    this.#options = {
      ...{ mode: "min", factor: 0.1, patience: 10, threshold: 1e-4, thresholdMode: "rel" },
      ...{ cooldown: 0, minLr: 0, eps: 1e-8 },
      ...options,
    };
    if (this.#options.factor >= 1) {
      throw new RangeError(`ReduceLROnPlateau: \`factor\` is ${this.#options.factor}; it must be below 1.`);
    }
    this.#best = this.#options.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  step(metric = Number.NaN): void {
    this.#lastEpoch++;
    if (this.#isBetter(metric)) {
      this.#best = metric;
      this.#badSteps = 0;
    } else this.#badSteps++;
    if (this.#cooldownLeft > 0) {
      this.#cooldownLeft--;
      this.#badSteps = 0;
    }
    if (this.#badSteps <= this.#options.patience) return;
    this.#reduce();
    this.#cooldownLeft = this.#options.cooldown;
    this.#badSteps = 0;
  }

  getLastLr(): readonly number[] {
    return this.optimizer.paramGroups.map((group) => group.options.lr);
  }

  stateDict(): StateDict {
    return {
      best: this.#best,
      numBadEpochs: this.#badSteps,
      cooldownCounter: this.#cooldownLeft,
      lastEpoch: this.#lastEpoch,
    };
  }

  loadStateDict(state: StateDict): void {
    this.#best = Number(state["best"]);
    this.#badSteps = Number(state["numBadEpochs"]);
    this.#cooldownLeft = Number(state["cooldownCounter"]);
    this.#lastEpoch = Number(state["lastEpoch"]);
  }

  #isBetter(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.#options;
    const sign = mode === "min" ? -1 : 1;
    const bar = thresholdMode === "rel" ? this.#best * (1 + sign * threshold) : this.#best + sign * threshold;
    return mode === "min" ? metric < bar : metric > bar;
  }

  #reduce(): void {
    const { factor, minLr, eps } = this.#options;
    for (const [i, { options }] of this.optimizer.paramGroups.entries()) {
      const lowest = typeof minLr === "number" ? minLr : (minLr[i] ?? 0);
      const next = Math.max(options.lr * factor, lowest);
      if (options.lr - next > eps) options.lr = next;
    }
  }
}
