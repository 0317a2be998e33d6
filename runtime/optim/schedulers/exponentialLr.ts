import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface ExponentialLROptions {
  readonly gamma: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<ExponentialLROptions>> = { gamma: REQUIRED, lastEpoch: -1 };

/** Multiplies the rate by `gamma` at every step. */
export class ExponentialLR extends LRScheduler {
  protected gamma: number;

  constructor(optimizer: Optimizer, options: ExponentialLROptions) {
    const { gamma, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.gamma = gamma;
    this.initialStep();
  }

  protected override getLr(): number[] {
    return this.isInitial ? this.currentRates() : this.ratesTimes(this.gamma);
  }

  protected override closedFormLr(): number[] {
    return this.baseLrs.map((lr) => lr * this.gamma ** this.lastEpoch);
  }
}
