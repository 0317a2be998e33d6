import { type Defaults, filledOptions } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface LinearLROptions {
  /** Above 0, at most 1; default 1/3. */
  readonly startFactor?: number;
  /** From 0 to 1; default 1. */
  readonly endFactor?: number;
  /** Default 5. */
  readonly totalIters?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<LinearLROptions>> = {
  startFactor: 1 / 3,
  endFactor: 1,
  totalIters: 5,
  lastEpoch: -1,
};

/** From a share of the rate to another one along a line. */
export class LinearLR extends LRScheduler {
  protected startFactor: number;
  protected endFactor: number;
  protected totalIters: number;

  constructor(optimizer: Optimizer, options: LinearLROptions = {}) {
    const { startFactor, endFactor, totalIters, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    if (startFactor > 1 || startFactor <= 0) {
      throw new RangeError(`${name}: \`startFactor\` is ${startFactor}; it must be above 0 and at most 1.`);
    }
    if (endFactor > 1 || endFactor < 0) {
      throw new RangeError(`${name}: \`endFactor\` is ${endFactor}; it must lie between 0 and 1.`);
    }
    super(optimizer, lastEpoch);
    this.startFactor = startFactor;
    this.endFactor = endFactor;
    this.totalIters = totalIters;
    this.initialStep();
  }

  protected override getLr(): number[] {
    const { lastEpoch, startFactor, totalIters } = this;
    if (lastEpoch === 0) return this.ratesTimes(startFactor);
    if (this.isInitial || lastEpoch > totalIters) return this.currentRates();
    const rise = this.endFactor - startFactor;
    const before = totalIters * startFactor + (lastEpoch - 1) * rise;
    return this.ratesTimes(1 + rise / this.divisor(before, "the share before this step"));
  }

  protected override closedFormLr(): number[] {
    const { lastEpoch, startFactor, endFactor, totalIters } = this;
    const rise = (endFactor - startFactor) * Math.min(totalIters, lastEpoch);
    const share = startFactor + rise / this.divisor(totalIters, "`totalIters`");
    return this.baseLrs.map((lr) => lr * share);
  }
}
