import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as metrics from "../../../runtime/metrics/index.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

/** Logs metrics of the targets, which are 0, 1, 2, … in the batches of an epoch. */
class Measured extends TinyModel {
  largest = new metrics.MaxMetric();
  all = new metrics.MetricCollection(
    { mean: new metrics.MeanMetric(), sum: new metrics.SumMetric() },
    { prefix: "val_" },
  );
  /** What was logged, epoch by epoch. */
  readonly seen: string[] = [];

  override trainingStep(batch: unknown): tf.Tensor {
    const [, y] = batch as [tf.Tensor, tf.Tensor];
    this.largest.forward(y.add(this.currentEpoch * 10));
    this.log("largest", this.largest, { onStep: true, onEpoch: true });
    return super.trainingStep(batch);
  }

  override validationStep(batch: unknown): void {
    const [, y] = batch as [tf.Tensor, tf.Tensor];
    this.all.update(y.mean());
    this.logDict(this.all);
  }

  override onTrainEpochEnd(): void {
    this.seen.push(JSON.stringify(this.trainer.callbackMetrics));
  }
}

test("a metric that is logged is computed and reset at the end of each epoch; its value in a step is that batch's", async () => {
  const model = new Measured();
  const trainer = new Trainer({ ...QUIET, maxEpochs: 2, numSanityValSteps: 2 });
  await trainer.fit(model, { trainDataloaders: batches(3), valDataloaders: batches(4) });
  expect(model.seen.join("\n")).toMatchInlineSnapshot(`
    "{"largest":2,"largest_step":2,"val_mean":1.5,"val_sum":6,"largest_epoch":2}
    {"largest":12,"largest_step":12,"val_mean":1.5,"val_sum":6,"largest_epoch":12}"
  `);
  expect([trainer.callbackMetrics["largest_epoch"], model.largest.updateCount]).toEqual([12, 0]);
});

test("a metric whose value is not one number cannot be logged by one name", async () => {
  class Matrix extends TinyModel {
    matrix = new metrics.BinaryConfusionMatrix();

    override trainingStep(batch: unknown): tf.Tensor {
      const ones = tf.ones([4], "int32");
      this.matrix.update(ones, ones);
      this.log("matrix", this.matrix as unknown as metrics.Metric, { onStep: false, onEpoch: true });
      return super.trainingStep(batch);
    }
  }
  await expect(
    new Trainer({ ...QUIET, maxEpochs: 1 }).fit(new Matrix(), { trainDataloaders: batches(1) }),
  ).rejects.toThrow(
    '`this.log("matrix", metric)` was given a BinaryConfusionMatrix whose value is not one number. Average it, or log its parts by `this.logDict`.',
  );
});

test("no tensor is left of a run with metrics", async () => {
  const model = new Measured();
  const data = { trainDataloaders: batches(2), valDataloaders: batches(2) };
  await new Trainer({ ...QUIET, maxEpochs: 1 }).fit(model, data);
  const before = tf.memory().numTensors;
  await new Trainer({ ...QUIET, maxEpochs: 1 }).fit(model, data);
  expect(tf.memory().numTensors - before).toBe(0);
});
