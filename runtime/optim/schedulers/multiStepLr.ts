import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface MultiStepLROptions {
  /** Steps, in any order; one that is there twice counts twice. */
  readonly milestones: readonly number[];
  /** Default 0.1. */
  readonly gamma?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<MultiStepLROptions>> = { milestones: REQUIRED, gamma: 0.1, lastEpoch: -1 };

/** Multiplies the rate by `gamma` at given steps. */
export class MultiStepLR extends LRScheduler {
  protected milestones: readonly number[];
  protected gamma: number;

  constructor(optimizer: Optimizer, options: MultiStepLROptions) {
    const { milestones, gamma, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.milestones = [...milestones];
    this.gamma = gamma;
    this.initialStep();
  }

  protected override getLr(): number[] {
    const times = this.milestones.filter((milestone) => milestone === this.lastEpoch).length;
    return times === 0 ? this.currentRates() : this.ratesTimes(this.gamma ** times);
  }

  protected override closedFormLr(): number[] {
    const times = this.milestones.filter((milestone) => milestone <= this.lastEpoch).length;
    return this.baseLrs.map((lr) => lr * this.gamma ** times);
  }
}
