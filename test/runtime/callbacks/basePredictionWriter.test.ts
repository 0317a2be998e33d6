import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { BasePredictionWriter } from "../../../runtime/callbacks/basePredictionWriter.js";
import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { QUIET, TinyModel } from "../trainer/tinyModel.js";

/** Made anew in each pass. */
const ONE_BATCH = {
  length: 1,
  *[Symbol.iterator]() {
    yield tf.ones([4, 2]);
  },
};

class Writer extends BasePredictionWriter {
  readonly written: string[] = [];

  override writeOnBatchEnd(
    _trainer: Trainer,
    _module: LightningModule,
    prediction: unknown,
    batchIndices: readonly number[] | null,
    _batch: unknown,
    batchIdx: number,
    dataloaderIdx: number,
  ): void {
    this.written.push(
      `batch ${batchIdx} of loader ${dataloaderIdx}: [${shape(prediction)}] of ${JSON.stringify(batchIndices)}`,
    );
  }

  override writeOnEpochEnd(
    _trainer: Trainer,
    _module: LightningModule,
    predictions: readonly unknown[],
    batchIndices: readonly unknown[],
  ): void {
    this.written.push(`epoch: ${predictions.length} of ${JSON.stringify(batchIndices)}`);
  }
}

test("it gets each batch, or everything at the end, with the places of the samples in the data set", async () => {
  const data = new DataLoader({ length: 3, getItem: (i) => tf.tensor1d([i, i]) }, { batchSize: 2 });
  expect(await written("batch_and_epoch", data)).toEqual([
    "batch 0 of loader 0: [2,1] of [0,1]",
    "batch 1 of loader 0: [1,1] of [2]",
    "epoch: 2 of [[[0,1],[2]]]",
  ]);
  expect(await written("epoch", data)).toEqual(["epoch: 2 of [[[0,1],[2]]]"]);
});

test("a loader that is no DataLoader does not know places", async () => {
  expect(await written("batch", ONE_BATCH)).toEqual(["batch 0 of loader 0: [4,1] of null"]);
});

test("with `returnPredictions: false` nothing is kept when the epoch has been written", async () => {
  const model = new TinyModel();
  const before = tf.memory().numTensors;
  const trainer = new Trainer({ ...QUIET, callbacks: new Writer({ writeInterval: "epoch" }) });
  const predictions = await trainer.predict(model, { dataloaders: ONE_BATCH, returnPredictions: false });
  expect([predictions, tf.memory().numTensors]).toEqual([null, before]);
});

test("an interval that is none, and a method that is missing, are told", async () => {
  expect(() => new Writer({ writeInterval: "day" as "batch" })).toThrow(
    "BasePredictionWriter: `writeInterval` is day; it should be `batch`, `epoch` or `batch_and_epoch`.",
  );
  class Empty extends BasePredictionWriter {}
  const trainer = new Trainer({ ...QUIET, callbacks: new Empty() });
  await expect(trainer.predict(new TinyModel(), { dataloaders: ONE_BATCH })).rejects.toThrow(
    'Empty has no `writeOnBatchEnd`, and its `writeInterval` is "batch". Define it, or choose another interval.',
  );
});

async function written(
  writeInterval: "batch" | "epoch" | "batch_and_epoch",
  loader: Iterable<unknown>,
): Promise<string[]> {
  const writer = new Writer({ writeInterval });
  await new Trainer({ ...QUIET, callbacks: writer }).predict(new TinyModel(), { dataloaders: loader });
  return writer.written;
}

function shape(prediction: unknown): string {
  return prediction instanceof tf.Tensor ? String(prediction.shape) : "?";
}
