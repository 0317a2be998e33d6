import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel, unsized } from "./tinyModel.js";

vi.spyOn(console, "log").mockReturnValue();
vi.spyOn(console, "warn").mockReturnValue();

class Logging extends TinyModel {
  readonly counts: number[] = [];

  override trainingStep(batch: unknown): tf.Tensor {
    const loss = super.trainingStep(batch);
    this.log("train_loss", loss, { onEpoch: true });
    return loss;
  }

  override validationStep(batch: unknown): void {
    this.log("val_loss", super.trainingStep(batch));
  }

  override onTrainBatchStart(): void {
    this.counts.push(tf.memory().numTensors);
  }
}

test("there are as many tensors before every step, and after a run as before it", async () => {
  const model = new Logging();
  const before = tf.memory().numTensors;
  const trainer = new Trainer({ ...QUIET, maxEpochs: 3 });
  await trainer.fit(model, { trainDataloaders: batches(4), valDataloaders: batches(2) });
  await trainer.validate(model, { dataloaders: batches(2), verbose: false });
  expect(tf.memory().numTensors).toBe(before);
  // A batch of two tensors; from the second step on the gradients of two parameters too, until a validation clears them.
  const epoch = [2, 4, 4, 4].map((tensors) => before + tensors);
  expect(model.counts).toEqual([...epoch, ...epoch, ...epoch]);
  model.dispose();
});

test("a run that fails in a step leaves none either", async () => {
  class Failing extends TinyModel {
    override trainingStep(batch: unknown): tf.Tensor {
      super.trainingStep(batch);
      throw new Error("no");
    }
  }
  const model = new Failing();
  const before = tf.memory().numTensors;
  await expect(new Trainer(QUIET).fit(model, { trainDataloaders: batches(4) })).rejects.toThrow("no");
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test("a loader of unknown length is read one batch ahead, whose tensors live until their step", async () => {
  const seen: number[] = [];
  class Seeing extends TinyModel {
    override trainingStep(batch: unknown): tf.Tensor {
      seen.push((batch as [tf.Tensor, tf.Tensor])[1].dataSync()[0] as number);
      return super.trainingStep(batch);
    }
  }
  const model = new Seeing();
  const before = tf.memory().numTensors;
  await new Trainer({ ...QUIET, maxEpochs: 2 }).fit(model, { trainDataloaders: unsized(3) });
  await new Trainer({ ...QUIET, maxEpochs: 1, limitTrainBatches: 2 }).fit(model, { trainDataloaders: unsized(3) });
  expect(seen).toEqual([0, 1, 2, 0, 1, 2, 0, 1]);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test("batches that the user keeps stay the user's", async () => {
  const own = [tf.ones([4, 2]), tf.ones([4, 1])];
  const model = new TinyModel();
  const source = { [Symbol.iterator]: () => [own, own][Symbol.iterator]() };
  await new Trainer({ ...QUIET, maxEpochs: 2 }).fit(model, { trainDataloaders: source });
  expect(own.map((tensor) => tensor.isDisposed)).toEqual([false, false]);
});

test("predictions are the caller's", async () => {
  const model = new TinyModel();
  class Predicting extends TinyModel {
    override predictStep(batch: unknown): tf.Tensor {
      return this.forward((batch as [tf.Tensor])[0]);
    }
  }
  const predictions = await new Trainer(QUIET).predict(new Predicting(), { dataloaders: batches(2) });
  expect((predictions as tf.Tensor[]).map((tensor) => [tensor.shape, tensor.isDisposed])).toEqual([
    [[4, 1], false],
    [[4, 1], false],
  ]);
  model.dispose();
});

test("a fit of 10,000 steps ends with the tensors it began with", async () => {
  class WithMomentum extends Logging {
    override configureOptimizers() {
      return new SGD(this.parameters(), { lr: 0.01, momentum: 0.9 });
    }
  }
  const model = new WithMomentum();
  const before = tf.memory().numTensors;
  const trainer = new Trainer({ ...QUIET, maxEpochs: 10, valCheckInterval: 500 });
  await trainer.fit(model, { trainDataloaders: batches(1000), valDataloaders: batches(1) });
  expect([trainer.globalStep, tf.memory().numTensors]).toEqual([10_000, before]);
  model.dispose();
});
