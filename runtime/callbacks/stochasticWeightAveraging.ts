import type { StateDict } from "../checkpoint/stateful.js";
import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import { AverageModel, type AvgFn } from "../optim/averageModel.js";
import type { LrSchedulerConfig } from "../optim/configuredOptimizers.js";
import { SWALR } from "../optim/schedulers/swaLr.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

export interface StochasticWeightAveragingOptions {
  /** Learning rate of the averaging phase, or one for each parameter group. */
  readonly swaLrs: number | readonly number[];
  /** The epoch at which averaging begins, counted from 1; a number below 1 is a share of `maxEpochs`. Default 0.8. */
  readonly swaEpochStart?: number;
  /** Epochs in which the learning rate goes to `swaLrs`; default 10. */
  readonly annealingEpochs?: number;
  /** Default "cos". */
  readonly annealingStrategy?: "cos" | "linear";
  /** Default: every epoch weighs the same. */
  readonly avgFn?: AvgFn;
}

/**
 * Averages the weights of the last epochs, which train at a constant learning rate (Izmailov et al., 2018). Its scheduler takes the
 * place of the module's; the average is taken at the start of each epoch and becomes the model at the end of training.
 */
export class StochasticWeightAveraging extends Callback {
  readonly #options: StochasticWeightAveragingOptions;
  #average: AverageModel | null = null;
  #scheduler: SWALR | null = null;
  #schedulerState: StateDict | null = null;
  #latestUpdateEpoch = -1;
  #maxEpochs = 0;
  #epochStart = 0;

  constructor(options: StochasticWeightAveragingOptions) {
    super();
    const { swaEpochStart = 0.8, swaLrs } = options;
    if (!(swaEpochStart > 0 && (swaEpochStart < 1 || Number.isInteger(swaEpochStart)))) {
      throw new MisconfigurationException(
        `StochasticWeightAveraging: \`swaEpochStart\` is ${swaEpochStart}; it should be a whole number above 0, or a share of the epochs between 0 and 1.`,
      );
    }
    const rates: readonly unknown[] = Array.isArray(swaLrs) ? swaLrs : [swaLrs];
    if (rates.length === 0 || !rates.every((lr) => typeof lr === "number" && lr > 0)) {
      throw new MisconfigurationException(
        `StochasticWeightAveraging: \`swaLrs\` is ${JSON.stringify(swaLrs)}; it should be a positive number, or a list of positive numbers.`,
      );
    }
    if (options.avgFn !== undefined && options.avgFn !== null && typeof options.avgFn !== "function") {
      throw new MisconfigurationException(
        `StochasticWeightAveraging: \`avgFn\` is ${JSON.stringify(options.avgFn)}; it should be a function of the average, the new value and their number.`,
      );
    }
    this.#options = options;
  }

  /** The first epoch of averaging, from 0. */
  get swaStart(): number {
    return Math.max(this.#epochStart - 1, 0);
  }

  /** The last one. */
  get swaEnd(): number {
    return this.#maxEpochs - 1;
  }

  override setup(_trainer: Trainer, module: LightningModule, stage: TrainerFn): void {
    if (stage !== "fit") return;
    const { avgFn } = this.#options;
    this.#average = new AverageModel(module, { useBuffers: false, ...(avgFn && { avgFn }) });
  }

  override onFitStart(trainer: Trainer, _module: LightningModule): void {
    if (trainer.optimizers.length !== 1)
      throw new MisconfigurationException(
        `StochasticWeightAveraging works with one optimizer, and there are ${trainer.optimizers.length}.`,
      );
    if (trainer.lrSchedulerConfigs.length > 1)
      throw new MisconfigurationException(
        `StochasticWeightAveraging works with one learning-rate scheduler at most, and there are ${trainer.lrSchedulerConfigs.length}.`,
      );
    const { swaEpochStart = 0.8 } = this.#options;
    this.#maxEpochs = trainer.maxEpochs;
    this.#epochStart = swaEpochStart < 1 ? Math.floor(trainer.maxEpochs * swaEpochStart) : swaEpochStart;
    // A resumed run goes on with this callback's scheduler: the saved state of the other one is not for it.
    if (this.#schedulerState !== null) trainer.lrSchedulerConfigs.length = 0;
  }

  override onTrainEpochStart(trainer: Trainer, module: LightningModule): void {
    const { currentEpoch } = trainer;
    if (currentEpoch < this.swaStart || currentEpoch > this.swaEnd) return;
    if (this.#scheduler === null) this.#exchangeScheduler(trainer);
    if (currentEpoch <= this.#latestUpdateEpoch) return;
    this.#average?.update(module);
    this.#latestUpdateEpoch = currentEpoch;
  }

  override onTrainEpochEnd(): void {}

  /** The epoch's count has gone up already. */
  override onTrainEnd({ currentEpoch }: Trainer, module: LightningModule): void {
    if (currentEpoch - 1 === this.swaEnd) this.#average?.copyParametersTo(module);
  }

  override stateDict(): StateDict {
    return {
      nAveraged: this.#average?.nAveraged ?? 0,
      latestUpdateEpoch: this.#latestUpdateEpoch,
      schedulerState: this.#scheduler?.stateDict() ?? null,
      averageModelState: this.#average?.weights() ?? null,
    };
  }

  override loadStateDict(state: StateDict): void {
    this.#latestUpdateEpoch = Number(state["latestUpdateEpoch"]);
    this.#schedulerState = (state["schedulerState"] as StateDict | null) ?? null;
    const saved = state["averageModelState"] as StateDict | null;
    if (saved !== null) this.#average?.load(saved, Number(state["nAveraged"]));
  }

  override release(): void {
    this.#average?.dispose();
    this.#average = null;
    this.#scheduler = null;
    this.#schedulerState = null;
  }

  #exchangeScheduler(trainer: Trainer): void {
    const { swaLrs, annealingEpochs = 10, annealingStrategy = "cos" } = this.#options;
    const [optimizer] = trainer.optimizers;
    if (optimizer === undefined) return;
    this.#scheduler = new SWALR(optimizer, {
      swaLr: swaLrs,
      annealEpochs: annealingEpochs,
      annealStrategy: annealingStrategy,
    });
    if (this.#schedulerState !== null) this.#scheduler.loadStateDict(this.#schedulerState);
    const configs = trainer.lrSchedulerConfigs;
    const [replaced] = configs;
    if (replaced !== undefined) {
      if (replaced.interval !== "epoch" || replaced.frequency !== 1)
        console.warn(
          `StochasticWeightAveraging steps its scheduler once an epoch; the one it replaces had interval "${replaced.interval}", frequency ${replaced.frequency}.`,
        );
      trainer.print(`Swapping scheduler \`${replaced.scheduler.constructor.name}\` for \`SWALR\``);
    }
    configs[0] = everyEpoch(this.#scheduler);
  }
}

function everyEpoch(scheduler: SWALR): Required<LrSchedulerConfig> {
  return {
    scheduler,
    interval: "epoch",
    frequency: 1,
    monitor: null,
    strict: true,
    name: null,
    reduceOnPlateau: false,
  };
}
