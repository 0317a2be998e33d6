import type { LightningModule } from "../core/lightningModule.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { type ScaleBatchSizeOptions, scaleBatchSize } from "../tuner/scaleBatchSize.js";
import { hasField } from "../tuner/tunedField.js";
import { TunerExit } from "../tuner/tunerExit.js";
import { Callback } from "./callback.js";

export type BatchSizeFinderOptions = ScaleBatchSizeOptions;

const MODES = ["power", "binsearch"] as const;

/**
 * Looks for the largest batch size that memory allows before a fit begins, and goes on with it. A validation, test or prediction goes
 * on with the loaders that it has: the size that was found is that of the next one.
 */
export class BatchSizeFinder extends Callback {
  readonly #options: ScaleBatchSizeOptions;
  readonly #endsRun: boolean;
  /** What was found; before that the first size to try. */
  optimalBatchSize: number | null;

  /** @param endsRun the run ends with what was found: the Tuner wants no more. */
  constructor(options: BatchSizeFinderOptions = {}, endsRun = false) {
    super();
    const { mode = "power", initVal = 2 } = options;
    if (!MODES.includes(mode))
      throw new RangeError(`BatchSizeFinder: \`mode\` is ${mode}; it should be ${alternatives(MODES)}.`);
    this.#options = options;
    this.#endsRun = endsRun;
    this.optimalBatchSize = initVal;
  }

  override setup(trainer: Trainer, module: LightningModule, _stage: TrainerFn): void {
    const { batchArgName = "batchSize" } = this.#options;
    if (trainer.hasPassedLoaders) {
      throw new MisconfigurationException(
        "The batch size finder cannot be used with loaders that were passed to the Trainer, since it makes new ones for each size. " +
          "Let the module or a data module make them.",
      );
    }
    if (!hasField(trainer, module, batchArgName)) {
      throw new MisconfigurationException(
        `Neither ${module.constructor.name} nor the data module, nor their hyperparameters, have a field \`${batchArgName}\` for the batch size finder to set. Give them one, and make the loaders with it.`,
      );
    }
  }

  override async onFitStart(trainer: Trainer, module: LightningModule): Promise<void> {
    await this.scaleBatchSize(trainer, module);
  }

  override async onValidationStart(trainer: Trainer, module: LightningModule): Promise<void> {
    if (trainer.state.fn === "validate") await this.scaleBatchSize(trainer, module);
  }

  override async onTestStart(trainer: Trainer, module: LightningModule): Promise<void> {
    await this.scaleBatchSize(trainer, module);
  }

  override async onPredictStart(trainer: Trainer, module: LightningModule): Promise<void> {
    await this.scaleBatchSize(trainer, module);
  }

  /** Call it in another hook of a subclass to look again later. */
  async scaleBatchSize(trainer: Trainer, module: LightningModule): Promise<void> {
    this.optimalBatchSize = await scaleBatchSize(trainer, module, this.#options);
    if (this.#endsRun) throw new TunerExit();
  }
}
