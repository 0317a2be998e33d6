import type { LightningModule } from "../core/lightningModule.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

const INTERVALS = ["batch", "epoch", "batch_and_epoch"] as const;

export interface BasePredictionWriterOptions {
  /** When to write: after each "batch" (default), after the "epoch", or "batch_and_epoch". */
  readonly writeInterval?: (typeof INTERVALS)[number];
}

/** Base for writing predictions somewhere: override `writeOnBatchEnd`, `writeOnEpochEnd`, or both. */
export abstract class BasePredictionWriter extends Callback {
  readonly interval: (typeof INTERVALS)[number];

  constructor({ writeInterval = "batch" }: BasePredictionWriterOptions = {}) {
    super();
    if (!INTERVALS.includes(writeInterval)) {
      throw new MisconfigurationException(
        `BasePredictionWriter: \`writeInterval\` is ${writeInterval}; it should be ${alternatives(INTERVALS)}.`,
      );
    }
    this.interval = writeInterval;
  }

  get writesOnBatch(): boolean {
    return this.interval !== "epoch";
  }

  get writesOnEpoch(): boolean {
    return this.interval !== "batch";
  }

  /**
   * Writes one batch.
   *
   * @param batchIndices places of the samples in the data set; null when the loader is no DataLoader.
   */
  writeOnBatchEnd(
    _trainer: Trainer,
    _module: LightningModule,
    _prediction: unknown,
    _batchIndices: readonly number[] | null,
    _batch: unknown,
    _batchIdx: number,
    _dataloaderIdx: number,
  ): void | Promise<void> {
    throw missing(this, "writeOnBatchEnd");
  }

  /**
   * Writes everything.
   *
   * @param predictions by batch; with several loaders a list of such lists.
   * @param batchIndices by loader, then by batch.
   */
  writeOnEpochEnd(
    _trainer: Trainer,
    _module: LightningModule,
    _predictions: readonly unknown[],
    _batchIndices: readonly (readonly (readonly number[])[])[],
  ): void | Promise<void> {
    throw missing(this, "writeOnEpochEnd");
  }

  override onPredictBatchEnd(
    trainer: Trainer,
    module: LightningModule,
    prediction: unknown,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx = 0,
  ): void | Promise<void> {
    if (!this.writesOnBatch) return;
    const { currentBatchIndices } = trainer.predictLoop;
    return this.writeOnBatchEnd(trainer, module, prediction, currentBatchIndices, batch, batchIdx, dataloaderIdx);
  }

  override onPredictEpochEnd(trainer: Trainer, module: LightningModule): void | Promise<void> {
    if (!this.writesOnEpoch) return;
    const { predictions, epochBatchIndices } = trainer.predictLoop;
    return this.writeOnEpochEnd(trainer, module, predictions, epochBatchIndices);
  }
}

function missing(writer: BasePredictionWriter, method: string): Error {
  return new Error(
    `${writer.constructor.name} has no \`${method}\`, and its \`writeInterval\` is "${writer.interval}". Define it, or choose another interval.`,
  );
}
