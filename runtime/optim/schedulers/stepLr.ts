import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface StepLROptions {
  readonly stepSize: number;
  /** Default 0.1. */
  readonly gamma?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<StepLROptions>> = { stepSize: REQUIRED, gamma: 0.1, lastEpoch: -1 };

/** Multiplies the rate by `gamma` every `stepSize` steps. */
export class StepLR extends LRScheduler {
  protected stepSize: number;
  protected gamma: number;

  constructor(optimizer: Optimizer, options: StepLROptions) {
    const { stepSize, gamma, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.stepSize = stepSize;
    this.gamma = gamma;
    this.initialStep();
  }

  protected override getLr(): number[] {
    const isDue = this.lastEpoch !== 0 && this.lastEpoch % this.divisor(this.stepSize, "`stepSize`") === 0;
    return isDue ? this.ratesTimes(this.gamma) : this.currentRates();
  }

  protected override closedFormLr(): number[] {
    const times = Math.floor(this.lastEpoch / this.divisor(this.stepSize, "`stepSize`"));
    return this.baseLrs.map((lr) => lr * this.gamma ** times);
  }
}
