import type { StateDict } from "../../checkpoint/stateful.js";
import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { LRScheduler } from "./lrScheduler.js";
import { momentumOption, setMomenta } from "./momentum.js";
import { perGroup } from "./perGroup.js";

export type CyclicLRMode = "triangular" | "triangular2" | "exp_range";

export interface CyclicLROptions {
  /** The lowest rate, or one for each parameter group. */
  readonly baseLr: number | readonly number[];
  /** The highest rate of a whole cycle, or one for each parameter group. */
  readonly maxLr: number | readonly number[];
  /** Steps up; default 2000. */
  readonly stepSizeUp?: number;
  /** Steps down; default null: as many as up. */
  readonly stepSizeDown?: number | null;
  /** Cycles stay as high ("triangular", default), get half as high each ("triangular2"), or shrink by `gamma` each step ("exp_range"). */
  readonly mode?: CyclicLRMode;
  /** Default 1. */
  readonly gamma?: number;
  /** A height of one's own, in place of the mode's: a factor from the cycle, counted from 1, or from the step. */
  readonly scaleFn?: ((x: number) => number) | null;
  /** What `scaleFn` is given; default "cycle". */
  readonly scaleMode?: "cycle" | "iterations";
  /** The momentum (or the first of the betas) goes down when the rate goes up; default true. */
  readonly cycleMomentum?: boolean;
  /** Default 0.8. */
  readonly baseMomentum?: number | readonly number[];
  /** Default 0.9. */
  readonly maxMomentum?: number | readonly number[];
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<CyclicLROptions>> = {
  baseLr: REQUIRED,
  maxLr: REQUIRED,
  stepSizeUp: 2000,
  stepSizeDown: null,
  mode: "triangular",
  gamma: 1,
  scaleFn: null,
  scaleMode: "cycle",
  cycleMomentum: true,
  baseMomentum: 0.8,
  maxMomentum: 0.9,
  lastEpoch: -1,
};

/** Up and down between two rates along lines (Smith, 2017). */
export class CyclicLR extends LRScheduler {
  protected maxLrs: readonly number[];
  /** Steps of a cycle, and the share of them that goes up. */
  protected totalSize: number;
  protected stepRatio: number;
  protected mode: CyclicLRMode;
  protected gamma: number;
  protected scaleMode: "cycle" | "iterations";
  protected cycleMomentum: boolean;
  protected useBeta1 = false;
  protected baseMomentums: readonly number[] = [];
  protected maxMomentums: readonly number[] = [];
  readonly #scaleFn: ((x: number) => number) | null;

  constructor(optimizer: Optimizer, options: CyclicLROptions) {
    const given = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    const { mode, gamma, scaleFn, scaleMode, lastEpoch } = given;
    const baseLrs = perGroup(name, "baseLr", optimizer, given.baseLr);
    if (lastEpoch === -1) {
      optimizer.paramGroups.forEach(({ options: group }, i) => {
        group.lr = baseLrs[i] as number;
      });
    }
    super(optimizer, lastEpoch);
    if (!["triangular", "triangular2", "exp_range"].includes(mode) && scaleFn === null) {
      throw new RangeError(
        `${name}: \`mode\` is "${mode}"; it should be "triangular", "triangular2" or "exp_range", or give a \`scaleFn\`.`,
      );
    }
    this.maxLrs = perGroup(name, "maxLr", optimizer, given.maxLr);
    const down = given.stepSizeDown ?? given.stepSizeUp;
    this.totalSize = given.stepSizeUp + down;
    this.stepRatio = given.stepSizeUp / this.divisor(this.totalSize, "`stepSizeUp` + `stepSizeDown`");
    this.mode = mode;
    this.gamma = gamma;
    this.#scaleFn = scaleFn;
    this.scaleMode = scaleFn === null ? ownScaleMode(mode) : scaleMode;
    this.cycleMomentum = given.cycleMomentum;
    if (this.cycleMomentum) {
      this.useBeta1 = momentumOption(name, optimizer) === "betas";
      this.baseMomentums = perGroup(name, "baseMomentum", optimizer, given.baseMomentum);
      this.maxMomentums = perGroup(name, "maxMomentum", optimizer, given.maxMomentum);
      if (lastEpoch === -1) this.#beginMomenta();
    }
    this.initialStep();
    this.baseLrs = baseLrs;
  }

  override loadStateDict(state: StateDict): void {
    super.loadStateDict(state);
    if (this.#scaleFn === null) this.scaleMode = ownScaleMode(this.mode);
  }

  protected override getLr(): number[] {
    const { stepRatio, lastEpoch } = this;
    const cycle = Math.floor(1 + lastEpoch / this.totalSize);
    const x = 1 + lastEpoch / this.totalSize - cycle;
    const height = x <= stepRatio ? x / this.divisor(stepRatio, "`stepSizeUp`") : (x - 1) / (stepRatio - 1);
    const scale = this.#scale(this.scaleMode === "cycle" ? cycle : lastEpoch);
    if (this.cycleMomentum) {
      const momenta = this.maxMomentums.map(
        (max, i) => max - (max - (this.baseMomentums[i] as number)) * height * scale,
      );
      setMomenta(this.optimizer, this.useBeta1, momenta);
    }
    return this.baseLrs.map((base, i) => base + ((this.maxLrs[i] as number) - base) * height * scale);
  }

  #scale(x: number): number {
    if (this.#scaleFn !== null) return this.#scaleFn(x);
    switch (this.mode) {
      case "triangular":
        return 1;
      case "triangular2":
        return 1 / 2 ** (x - 1);
      case "exp_range":
        return this.gamma ** x;
    }
  }

  #beginMomenta(): void {
    setMomenta(this.optimizer, this.useBeta1, this.maxMomentums);
    this.groups.forEach((options, i) => {
      options.maxMomentum = this.maxMomentums[i] as number;
      options.baseMomentum = this.baseMomentums[i] as number;
    });
  }
}

function ownScaleMode(mode: CyclicLRMode): "cycle" | "iterations" {
  return mode === "exp_range" ? "iterations" : "cycle";
}
