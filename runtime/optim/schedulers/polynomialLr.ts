import { type Defaults, filledOptions } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface PolynomialLROptions {
  /** Default 5. */
  readonly totalIters?: number;
  /** Default 1. */
  readonly power?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<PolynomialLROptions>> = { totalIters: 5, power: 1, lastEpoch: -1 };

/** Down to 0 over `totalIters` steps, along a power of what is left of them. */
export class PolynomialLR extends LRScheduler {
  protected totalIters: number;
  protected power: number;

  constructor(optimizer: Optimizer, options: PolynomialLROptions = {}) {
    const { totalIters, power, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.totalIters = totalIters;
    this.power = power;
    this.initialStep();
  }

  protected override getLr(): number[] {
    if (this.isInitial || this.lastEpoch > this.totalIters) return this.currentRates();
    const before = this.divisor(this.#left(this.lastEpoch - 1), "what was left before this step");
    return this.ratesTimes((this.#left(this.lastEpoch) / before) ** this.power);
  }

  protected override closedFormLr(): number[] {
    const left = this.#left(Math.min(this.totalIters, this.lastEpoch));
    return this.baseLrs.map((lr) => lr * left ** this.power);
  }

  #left(epoch: number): number {
    return 1 - epoch / this.divisor(this.totalIters, "`totalIters`");
  }
}
