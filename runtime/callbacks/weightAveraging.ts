import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { LightningModule } from "../core/lightningModule.js";
import { AverageModel, type AvgFn } from "../optim/averageModel.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

export interface WeightAveragingOptions {
  /** Averages buffers too; default true. False: the average has the model's own. */
  readonly useBuffers?: boolean;
  /** The new average of a weight; default: every update weighs the same. */
  readonly avgFn?: AvgFn;
}

/**
 * Keeps an average of the weights beside those that are trained. Validation runs on the average, checkpoints have it as their
 * `stateDict`, and training ends with it. Override `shouldUpdate` to choose when it is brought up to date.
 */
export class WeightAveraging extends Callback {
  readonly #options: WeightAveragingOptions;
  #average: AverageModel | null = null;
  /** Optimizer steps at the last update. */
  #latestUpdateStep = 0;
  #latestUpdateEpoch = -1;

  constructor(options: WeightAveragingOptions = {}) {
    super();
    this.#options = options;
  }

  /**
   * Called after every optimizer step and every training epoch, with the index (from 0) of what has just ended.
   *
   * @returns true to update the average now; by default after every step.
   */
  shouldUpdate({ stepIdx }: { readonly stepIdx?: number; readonly epochIdx?: number }): boolean {
    return stepIdx !== undefined;
  }

  override async setup(_trainer: Trainer, module: LightningModule, stage: TrainerFn): Promise<void> {
    if (stage !== "fit") return;
    // The average needs every layer there is.
    await module.configureModel?.();
    this.#average = new AverageModel(module, this.#options);
  }

  override onTrainBatchEnd(trainer: Trainer, module: LightningModule): void {
    const { globalStep } = trainer;
    if (globalStep <= this.#latestUpdateStep || !this.shouldUpdate({ stepIdx: globalStep - 1 })) return;
    this.#average?.update(module);
    this.#latestUpdateStep = globalStep;
  }

  override onTrainEpochEnd({ currentEpoch }: Trainer, module: LightningModule): void {
    if (currentEpoch <= this.#latestUpdateEpoch || !this.shouldUpdate({ epochIdx: currentEpoch })) return;
    this.#average?.update(module);
    this.#latestUpdateEpoch = currentEpoch;
  }

  override onTrainEnd(_trainer: Trainer, module: LightningModule): void {
    this.#average?.copyTo(module);
  }

  override onValidationEpochStart(_trainer: Trainer, module: LightningModule): void {
    this.#average?.swapWith(module);
  }

  override onValidationEpochEnd(_trainer: Trainer, module: LightningModule): void {
    this.#average?.swapWith(module);
  }

  override stateDict(): StateDict {
    return { latestUpdateStep: this.#latestUpdateStep };
  }

  override loadStateDict(state: StateDict): void {
    this.#latestUpdateStep = Number(state["latestUpdateStep"]);
  }

  override onSaveCheckpoint(_trainer: Trainer, _module: LightningModule, checkpoint: Checkpoint): void {
    // Outside a fit there is no average: after training the model has it.
    if (this.#average === null) return;
    checkpoint["currentModelState"] = checkpoint.stateDict;
    checkpoint.stateDict = this.#average.weights();
    checkpoint["averagingState"] = { nAveraged: this.#average.nAveraged };
  }

  override onLoadCheckpoint(trainer: Trainer, module: LightningModule, checkpoint: Checkpoint): void {
    if (this.#average === null) {
      console.warn(
        `${this.constructor.name}: a checkpoint is loaded outside a fit, so that the average cannot go on from it. Its weights are the average ones.`,
      );
      return;
    }
    const { currentModelState, averagingState } = checkpoint as WithAverage;
    this.#average.load(checkpoint.stateDict, averagingState?.nAveraged ?? 0);
    if (currentModelState !== undefined) {
      trainer.print("Found `currentModelState` in the checkpoint. This will be used to initialize the model.");
      module.loadStateDict(currentModelState);
    } else {
      console.warn(
        `The checkpoint was not saved with ${this.constructor.name}: both the model and the average begin with its \`stateDict\`.`,
      );
    }
  }

  override release(): void {
    this.#average?.dispose();
    this.#average = null;
  }
}

interface WithAverage {
  readonly currentModelState?: StateDict;
  readonly averagingState?: { readonly nAveraged: number };
}
