import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface CosineAnnealingLROptions {
  /** Steps from the initial rate to the lowest. */
  readonly tMax: number;
  /** The lowest rate; default 0. */
  readonly etaMin?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<CosineAnnealingLROptions>> = { tMax: REQUIRED, etaMin: 0, lastEpoch: -1 };

/** Down a half cosine to `etaMin` over `tMax` steps, and up again. */
export class CosineAnnealingLR extends LRScheduler {
  protected tMax: number;
  protected etaMin: number;

  constructor(optimizer: Optimizer, options: CosineAnnealingLROptions) {
    const { tMax, etaMin, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    super(optimizer, lastEpoch);
    this.tMax = tMax;
    this.etaMin = etaMin;
    this.initialStep();
  }

  protected override getLr(): readonly number[] {
    const { lastEpoch, tMax, etaMin } = this;
    if (this.isInitial) return this.currentRates();
    if (this.stepCount === 1 && lastEpoch > 0) return this.closedFormLr();
    if ((lastEpoch - 1 - tMax) % (2 * this.divisor(tMax, "`tMax`")) === 0) {
      const rise = (1 - Math.cos(Math.PI / tMax)) / 2;
      return this.currentRates().map((lr, i) => lr + ((this.baseLrs[i] ?? lr) - etaMin) * rise);
    }
    const share = this.#height(lastEpoch) / this.#height(lastEpoch - 1);
    return this.currentRates().map((lr) => share * (lr - etaMin) + etaMin);
  }

  protected override closedFormLr(): number[] {
    const { etaMin, lastEpoch } = this;
    return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * this.#height(lastEpoch)) / 2);
  }

  /** From 2 at the top to 0. */
  #height(epoch: number): number {
    return 1 + Math.cos((Math.PI * epoch) / this.divisor(this.tMax, "`tMax`"));
  }
}
