import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";

export interface CosineAnnealingWarmRestartsOptions {
  /** Steps of the first descent, a whole number of at least 1. */
  readonly t0: number;
  /** By what each descent is longer than the one before, a whole number; default 1. */
  readonly tMult?: number;
  /** The lowest rate; default 0. */
  readonly etaMin?: number;
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<CosineAnnealingWarmRestartsOptions>> = {
  t0: REQUIRED,
  tMult: 1,
  etaMin: 0,
  lastEpoch: -1,
};

/** Down a half cosine, then at once from the initial rate again (Loshchilov and Hutter, 2017). */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  protected t0: number;
  /** Steps of the present descent, and those taken of it. */
  protected tI: number;
  protected tMult: number;
  protected etaMin: number;
  protected tCur: number;

  constructor(optimizer: Optimizer, options: CosineAnnealingWarmRestartsOptions) {
    const { t0, tMult, etaMin, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    for (const [option, value] of Object.entries({ t0, tMult })) {
      if (Number.isInteger(value) && value >= 1) continue;
      throw new RangeError(`${new.target.name}: \`${option}\` is ${value}; it must be a whole number of at least 1.`);
    }
    if (typeof etaMin !== "number") {
      throw new TypeError(`${new.target.name}: \`etaMin\` is ${String(etaMin)}; it must be a number.`);
    }
    super(optimizer, lastEpoch);
    this.t0 = t0;
    this.tI = t0;
    this.tMult = tMult;
    this.etaMin = etaMin;
    this.tCur = lastEpoch;
    this.initialStep();
  }

  /** @param epoch goes there in place of one further; it may have a fraction, to step within an epoch. */
  override step(epoch?: number): void {
    if (epoch === undefined && this.lastEpoch >= 0) {
      this.tCur++;
      if (this.tCur >= this.tI) {
        this.tCur %= this.tI;
        this.tI *= this.tMult;
      }
      this.lastEpoch++;
    } else {
      this.#goTo(epoch ?? 0);
    }
    this.setRates(this.getLr());
  }

  protected override getLr(): number[] {
    const { etaMin, tCur, tI } = this;
    const height = 1 + Math.cos((Math.PI * tCur) / tI);
    return this.baseLrs.map((lr) => etaMin + ((lr - etaMin) * height) / 2);
  }

  #goTo(epoch: number): void {
    const { t0, tMult } = this;
    if (epoch < 0)
      throw new RangeError(`${this.constructor.name}: \`step\` was given ${epoch}; it must be 0 or larger.`);
    if (epoch < t0) {
      this.tI = t0;
      this.tCur = epoch;
    } else if (tMult === 1) {
      this.tCur = epoch % t0;
    } else {
      const descents = Math.trunc(Math.log((epoch / t0) * (tMult - 1) + 1) / Math.log(tMult));
      this.tCur = epoch - (t0 * (tMult ** descents - 1)) / (tMult - 1);
      this.tI = t0 * tMult ** descents;
    }
    this.lastEpoch = Math.floor(epoch);
  }
}
