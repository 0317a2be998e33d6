import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import type { Optimizer } from "./optimizer.js";

/** Changes an optimizer's learning rates over time; the Trainer steps it every epoch or every optimizer step. */
export interface LrScheduler extends Stateful {
  readonly optimizer: Optimizer;
  /** @param metric what ReduceLROnPlateau watches; the others take none. */
  step(metric?: number): void;
  getLastLr(): readonly number[];
  stateDict(): StateDict;
  loadStateDict(state: StateDict): void;
}

/** Base of schedulers that count their steps: from the rate of a group and the count comes its next rate. */
export abstract class CountingScheduler implements LrScheduler {
  /** Steps taken. */
  protected lastEpoch = 0;
  protected readonly baseLrs: readonly number[];

  constructor(readonly optimizer: Optimizer) {
    this.baseLrs = optimizer.paramGroups.map((group) => group.options.lr);
  }

  step(): void {
    this.lastEpoch++;
    this.setRates();
  }

  getLastLr(): readonly number[] {
    return this.optimizer.paramGroups.map((group) => group.options.lr);
  }

  stateDict(): StateDict {
    return { lastEpoch: this.lastEpoch, baseLrs: [...this.baseLrs] };
  }

  loadStateDict(state: StateDict): void {
    this.lastEpoch = Number(state["lastEpoch"]);
    if (Array.isArray(state["baseLrs"])) Object.assign(this, { baseLrs: state["baseLrs"] });
  }

  /** The rate that follows on `lr` after `lastEpoch` steps. */
  protected abstract nextRate(lr: number, baseLr: number, group: number): number;

  /** Schedulers whose very first rate is not the optimizer's call it in their constructor. */
  protected setRates(): void {
    for (const [i, { options }] of this.optimizer.paramGroups.entries()) {
      options.lr = this.nextRate(options.lr, this.baseLrs[i] ?? options.lr, i);
    }
  }
}

/** Multiplies the rate by `gamma` every `stepSize` steps (torch.optim.lr_scheduler.StepLR). */
export class StepLR extends CountingScheduler {
  /** @param options.gamma default 0.1. */
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly stepSize: number; readonly gamma?: number },
  ) {
    super(optimizer);
  }

  protected override nextRate(lr: number): number {
    return this.lastEpoch % this.options.stepSize === 0 ? lr * (this.options.gamma ?? 0.1) : lr;
  }
}

/** Multiplies the rate by `gamma` at given steps (torch.optim.lr_scheduler.MultiStepLR). */
export class MultiStepLR extends CountingScheduler {
  /** @param options.gamma default 0.1. */
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly milestones: readonly number[]; readonly gamma?: number },
  ) {
    super(optimizer);
  }

  protected override nextRate(lr: number): number {
    const times = this.options.milestones.filter((milestone) => milestone === this.lastEpoch).length;
    return lr * (this.options.gamma ?? 0.1) ** times;
  }
}

/** Multiplies the rate by `gamma` at every step (torch.optim.lr_scheduler.ExponentialLR). */
export class ExponentialLR extends CountingScheduler {
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly gamma: number },
  ) {
    super(optimizer);
  }

  protected override nextRate(lr: number): number {
    return lr * this.options.gamma;
  }
}

/** The initial rate times a function of the steps taken (torch.optim.lr_scheduler.LambdaLR). */
export class LambdaLR extends CountingScheduler {
  /** @param options.lrLambda one function, or one for each parameter group. */
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly lrLambda: LrLambda | readonly LrLambda[] },
  ) {
    super(optimizer);
    this.setRates();
  }

  protected override nextRate(_lr: number, baseLr: number, group: number): number {
    const { lrLambda } = this.options;
    const lambda = typeof lrLambda === "function" ? lrLambda : (lrLambda[group] as LrLambda);
    return baseLr * lambda(this.lastEpoch);
  }
}

export type LrLambda = (epoch: number) => number;

/** Down a half cosine to `etaMin` over `tMax` steps, and up again (torch.optim.lr_scheduler.CosineAnnealingLR). */
export class CosineAnnealingLR extends CountingScheduler {
  /** @param options.etaMin default 0. */
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly tMax: number; readonly etaMin?: number },
  ) {
    super(optimizer);
  }

  protected override nextRate(lr: number, baseLr: number): number {
    const { tMax, etaMin = 0 } = this.options;
    const at = (step: number) => Math.cos((Math.PI * step) / tMax);
    if ((this.lastEpoch - 1 - tMax) % (2 * tMax) === 0) return lr + ((baseLr - etaMin) * (1 - at(1))) / 2;
    return ((1 + at(this.lastEpoch)) / (1 + at(this.lastEpoch - 1))) * (lr - etaMin) + etaMin;
  }
}

/** From a share of the rate to another one along a line (torch.optim.lr_scheduler.LinearLR). */
export class LinearLR extends CountingScheduler {
  /** @param options `startFactor` default 1/3, `endFactor` 1, `totalIters` 5. */
  constructor(
    optimizer: Optimizer,
    private readonly options: {
      readonly startFactor?: number;
      readonly endFactor?: number;
      readonly totalIters?: number;
    } = {},
  ) {
    super(optimizer);
    this.setRates();
  }

  protected override nextRate(lr: number): number {
    const { startFactor = 1 / 3, endFactor = 1, totalIters = 5 } = this.options;
    if (this.lastEpoch === 0) return lr * startFactor;
    if (this.lastEpoch > totalIters) return lr;
    const rise = endFactor - startFactor;
    return lr * (1 + rise / (totalIters * startFactor + (this.lastEpoch - 1) * rise));
  }
}

/** A share of the rate for some steps, then all of it (torch.optim.lr_scheduler.ConstantLR). */
export class ConstantLR extends CountingScheduler {
  /** @param options `factor` default 1/3, `totalIters` 5. */
  constructor(
    optimizer: Optimizer,
    private readonly options: { readonly factor?: number; readonly totalIters?: number } = {},
  ) {
    super(optimizer);
    this.setRates();
  }

  protected override nextRate(lr: number): number {
    const { factor = 1 / 3, totalIters = 5 } = this.options;
    if (this.lastEpoch === 0) return lr * factor;
    return this.lastEpoch === totalIters ? lr / factor : lr;
  }
}
