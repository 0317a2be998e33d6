import type { StateDict } from "../../checkpoint/stateful.js";
import { type Defaults, filledOptions } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { perGroup } from "./perGroup.js";
import { StatefulScheduler } from "./statefulScheduler.js";

export interface ReduceLROnPlateauOptions {
  /** "min" (default): the metric should fall. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied by, below 1; default 0.1. */
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

const DEFAULTS: Defaults<Required<ReduceLROnPlateauOptions>> = {
  mode: "min",
  factor: 0.1,
  patience: 10,
  threshold: 1e-4,
  thresholdMode: "rel",
  cooldown: 0,
  minLr: 0,
  eps: 1e-8,
};

/** Reduces the rate when a metric has stopped to improve. */
export class ReduceLROnPlateau extends StatefulScheduler {
  /** The best metric so far. */
  best: number;
  lastEpoch = 0;
  protected mode: "min" | "max";
  protected factor: number;
  protected patience: number;
  protected threshold: number;
  protected thresholdMode: "rel" | "abs";
  protected cooldown: number;
  protected cooldownCounter = 0;
  protected numBadEpochs = 0;
  protected eps: number;
  /** For groups that are added; null: each has its own. */
  protected defaultMinLr: number | null;
  protected minLrs: readonly number[];
  protected modeWorse: number;

  constructor(optimizer: Optimizer, options: ReduceLROnPlateauOptions = {}) {
    const given = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    if (given.factor >= 1) throw new RangeError(`${name}: \`factor\` is ${given.factor}; it must be below 1.`);
    super(optimizer);
    this.defaultMinLr = typeof given.minLr === "number" ? given.minLr : null;
    this.minLrs = perGroup(name, "minLr", optimizer, given.minLr);
    this.mode = oneOf(name, "mode", given.mode, ["min", "max"]);
    this.thresholdMode = oneOf(name, "thresholdMode", given.thresholdMode, ["rel", "abs"]);
    this.factor = given.factor;
    this.patience = given.patience;
    this.threshold = given.threshold;
    this.cooldown = given.cooldown;
    this.eps = given.eps;
    this.modeWorse = given.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    this.best = this.modeWorse;
  }

  /**
   * @param metric NaN is no improvement.
   * @param epoch deprecated: the number of this step.
   */
  override step(metric?: number, epoch?: number): void {
    if (metric === undefined) throw withoutMetric(this.constructor.name);
    if (epoch !== undefined) this.warnOfEpoch();
    this.lastEpoch = epoch ?? this.lastEpoch + 1;
    if (this.isBetter(metric, this.best)) {
      this.best = metric;
      this.numBadEpochs = 0;
    } else this.numBadEpochs++;
    if (this.inCooldown) {
      this.cooldownCounter--;
      this.numBadEpochs = 0;
    }
    if (this.numBadEpochs > this.patience) {
      this.#reduce();
      this.cooldownCounter = this.cooldown;
      this.numBadEpochs = 0;
    }
    this.lastLr = this.currentRates();
  }

  get inCooldown(): boolean {
    return this.cooldownCounter > 0;
  }

  override loadStateDict(state: StateDict): void {
    super.loadStateDict(state);
    this.modeWorse = this.mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  protected isBetter(metric: number, best: number): boolean {
    const { mode, threshold, thresholdMode } = this;
    const sign = mode === "min" ? -1 : 1;
    const bar = thresholdMode === "rel" ? best * (1 + sign * threshold) : best + sign * threshold;
    return mode === "min" ? metric < bar : metric > bar;
  }

  #reduce(): void {
    const { groups, factor, eps } = this;
    if (groups.length !== this.minLrs.length) {
      if (this.defaultMinLr === null) throw groupsAdded(this.minLrs.length, groups.length);
      this.minLrs = groups.map(() => this.defaultMinLr as number);
    }
    groups.forEach((options, i) => {
      const next = Math.max(options.lr * factor, this.minLrs[i] as number);
      if (options.lr - next > eps) options.lr = next;
    });
  }
}

function oneOf<T extends string>(owner: string, option: string, value: T, known: readonly T[]): T {
  if (known.includes(value)) return value;
  const quoted = known.map((name) => `"${name}"`).join(" or ");
  throw new RangeError(`${owner}: \`${option}\` is "${String(value)}"; it should be ${quoted}.`);
}

function withoutMetric(name: string): TypeError {
  return new TypeError(
    `${name}: \`step\` needs the metric that it watches. Call step(metric), or set \`monitor\` beside it.`,
  );
}

function groupsAdded(before: number, now: number): Error {
  return new Error(
    `ReduceLROnPlateau has lowest rates for ${before} parameter groups, and the optimizer has ${now} by now. Give one \`minLr\` for all, or add groups first.`,
  );
}
