import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";
import { perGroup } from "./perGroup.js";

export interface SWALROptions {
  /** The rate to go to, or one for each parameter group. */
  readonly swaLr: number | readonly number[];
  /** Epochs on the way; default 10. */
  readonly annealEpochs?: number;
  /** Along a half cosine ("cos", the default) or a line. */
  readonly annealStrategy?: "cos" | "linear";
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<SWALROptions>> = {
  swaLr: REQUIRED,
  annealEpochs: 10,
  annealStrategy: "cos",
  lastEpoch: -1,
};

/** Goes from the present learning rate to a constant one (torch.optim.swa_utils.SWALR). */
export class SWALR extends LRScheduler {
  protected annealEpochs: number;
  protected annealStrategy: "cos" | "linear";

  constructor(optimizer: Optimizer, options: SWALROptions) {
    const { swaLr, annealEpochs, annealStrategy, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    const swaLrs = perGroup(name, "swaLr", optimizer, swaLr);
    if (annealStrategy !== "cos" && annealStrategy !== "linear") {
      throw new RangeError(
        `${name}: \`annealStrategy\` is "${String(annealStrategy)}"; it should be "cos" or "linear".`,
      );
    }
    if (!(Number.isInteger(annealEpochs) && annealEpochs >= 0)) {
      throw new RangeError(`${name}: \`annealEpochs\` is ${annealEpochs}; it must be a whole number of at least 0.`);
    }
    super(optimizer, lastEpoch);
    this.groups.forEach((group, i) => {
      group.swaLr = swaLrs[i] as number;
    });
    this.annealEpochs = annealEpochs;
    this.annealStrategy = annealStrategy;
    this.initialStep();
  }

  protected override getLr(): number[] {
    const step = this.annealEpochs === 0 ? Math.max(1, this.stepCount - 1) : this.stepCount - 1;
    const [before, now] = [this.#shareAt(step - 1), this.#shareAt(step)];
    return this.groups.map(({ lr, swaLr = lr }) => {
      // What the rate was before the first step, so that others may change it on the way.
      const initial = before === 1 ? swaLr : (lr - before * swaLr) / (1 - before);
      return swaLr * now + initial * (1 - now);
    });
  }

  /** How much of the target the rate is after a step. */
  #shareAt(step: number): number {
    const t = Math.max(0, Math.min(1, step / Math.max(1, this.annealEpochs)));
    return this.annealStrategy === "cos" ? (1 - Math.cos(Math.PI * t)) / 2 : t;
  }
}
