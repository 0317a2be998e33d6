import { type Defaults, filledOptions } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface ConstantLROptions {
  /** From 0 to 1; default 1/3. */
  readonly factor?: number;
  /** Default 5. */
  readonly totalIters?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<ConstantLROptions>> = { factor: 1 / 3, totalIters: 5, lastEpoch: -1 };

/** A share of the rate for some steps, then all of it. */
export class ConstantLR extends LRScheduler {
  protected factor: number;
  protected totalIters: number;

  constructor(optimizer: Optimizer, options: ConstantLROptions = {}) {
    const { factor, totalIters, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    if (factor > 1 || factor < 0) {
      throw new RangeError(`${new.target.name}: \`factor\` is ${factor}; it must lie between 0 and 1.`);
    }
    super(optimizer, lastEpoch);
    this.factor = factor;
    this.totalIters = totalIters;
    this.initialStep();
  }

  protected override getLr(): number[] {
    if (this.lastEpoch === 0) return this.ratesTimes(this.factor);
    if (this.lastEpoch !== this.totalIters) return this.currentRates();
    return this.ratesTimes(1 / this.divisor(this.factor, "`factor`"));
  }

  protected override closedFormLr(): number[] {
    return this.baseLrs.map((lr) => lr * (this.lastEpoch >= this.totalIters ? 1 : this.factor));
  }
}
