import { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

export interface GradientAccumulationSchedulerOptions {
  /** From which epoch (counted from 0) on how many batches make one optimizer step, such as `{ 4: 2 }`; 1 before the first. */
  readonly scheduling: Readonly<Record<number, number>>;
}

/** Changes how many batches' gradients are added up, epoch by epoch. */
export class GradientAccumulationScheduler extends Callback {
  readonly scheduling: Readonly<Record<number, number>>;
  /** The epochs at which the factor changes, in order. */
  readonly epochs: readonly number[];

  constructor({ scheduling }: GradientAccumulationSchedulerOptions) {
    super();
    checkScheduling(scheduling);
    this.scheduling = { 0: 1, ...scheduling };
    this.epochs = Object.keys(this.scheduling)
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** True when any epoch adds up more than one batch. */
  goingToAccumulateGradBatches(): boolean {
    return Object.values(this.scheduling).some((factor) => factor > 1);
  }

  getAccumulateGradBatches(epoch: number): number {
    const from = this.epochs.findLast((start) => start <= epoch) ?? 0;
    return this.scheduling[from] ?? 1;
  }

  override onTrainStart(trainer: Trainer, module: LightningModule): void {
    if (!module.automaticOptimization) {
      throw new Error(
        "The GradientAccumulationScheduler does nothing under manual optimization, where `trainingStep` steps the optimizers itself. " +
          "Remove the callback, or set `automaticOptimization` to true.",
      );
    }
    if (this.goingToAccumulateGradBatches() && overridesOptimization(module)) {
      console.warn(
        "When using `accumulateGradBatches` above 1 and overriding `optimizerStep` or `optimizerZeroGrad`, these hooks are not " +
          "called on every batch, but on every optimizer step.",
      );
    }
    if (trainer.accumulateGradBatches !== 1) {
      throw new Error(
        `You have set \`accumulateGradBatches: ${trainer.accumulateGradBatches}\` and are using the GradientAccumulationScheduler. ` +
          "Remove one of them.",
      );
    }
  }

  override onTrainEpochStart(trainer: Trainer): void {
    trainer.accumulateGradBatches = this.getAccumulateGradBatches(trainer.currentEpoch);
  }
}

function checkScheduling(scheduling: Readonly<Record<number, number>>): void {
  const [epochs, factors] = [Object.keys(scheduling), Object.values(scheduling)];
  if (epochs.length === 0) {
    throw new TypeError(
      "GradientAccumulationScheduler: `scheduling` is empty. Give an epoch and its factor, such as { 4: 2 }.",
    );
  }
  if (epochs.some((epoch) => !/^\d+$/.test(epoch))) {
    throw new MisconfigurationException(
      `GradientAccumulationScheduler: an epoch should be a whole number of 0 or more. Got [${epochs.join(", ")}].`,
    );
  }
  if (factors.some((factor) => !Number.isInteger(factor) || factor < 1)) {
    throw new MisconfigurationException(
      `GradientAccumulationScheduler: an accumulation factor should be a whole number greater than 0. Got [${factors.join(", ")}].`,
    );
  }
}

function overridesOptimization(module: LightningModule): boolean {
  const base = LightningModule.prototype;
  return module.optimizerStep !== base.optimizerStep || module.optimizerZeroGrad !== base.optimizerZeroGrad;
}
