import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import type { BatchSource } from "../../../runtime/core/loaders.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";

/** Lightning's BoringModel: one layer that does everything a Trainer can ask for. */
export class BoringModel extends LightningModule {
  layer = new Linear(32, 2);

  override forward(x: tf.Tensor): tf.Tensor {
    return this.layer.forward(x);
  }

  override trainingStep(batch: unknown, _batchIdx: number): tf.Tensor {
    return tf.mean(this.forward(batch as tf.Tensor));
  }

  override validationStep(batch: unknown, _batchIdx: number, _dataloaderIdx?: number) {
    return { x: tf.mean(this.forward(batch as tf.Tensor)) };
  }

  override testStep(batch: unknown, _batchIdx: number, _dataloaderIdx?: number) {
    return { y: tf.mean(this.forward(batch as tf.Tensor)) };
  }

  override configureOptimizers() {
    const optimizer = new SGD(this.parameters(), { lr: 0.1 });
    return { optimizer, lrScheduler: new StepLR(optimizer, { stepSize: 1 }) };
  }

  override trainDataloader() {
    return batches(4);
  }

  override valDataloader() {
    return batches(4);
  }

  override testDataloader() {
    return batches(4);
  }

  override predictDataloader() {
    return batches(4);
  }
}

/** Methods by name; null takes one away. */
export type Methods = Readonly<Record<string, unknown>>;

/** A BoringModel whose methods are these. */
export function modelWith(methods: Methods = {}): BoringModel {
  class MyModel extends BoringModel {}
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(MyModel.prototype, name, { value: value ?? undefined, configurable: true, writable: true });
  }
  return new MyModel();
}

/** A Trainer that writes nothing and shows nothing, for one epoch. */
export function quietTrainer(options: TrainerOptions & Readonly<Record<string, unknown>> = {}): Trainer {
  return new Trainer({
    logger: false,
    ...(options.barebones ? {} : { enableProgressBar: false, enableModelSummary: false, numSanityValSteps: 0 }),
    enableCheckpointing: false,
    maxEpochs: 1,
    defaultRootDir: mkdtempSync(join(tmpdir(), "conformance-")),
    ...options,
  });
}

export function batches(count: number, make: () => unknown = () => tf.ones([2, 32])): BatchSource {
  return {
    length: count,
    *[Symbol.iterator]() {
      for (let i = 0; i < count; i++) yield make();
    },
  };
}

/** The same without a length. */
export function unsized(count: number): BatchSource {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < count; i++) yield tf.ones([2, 32]);
    },
  };
}

/** A DataLoader in a new order each pass. */
export function shuffledLoader(): DataLoader<tf.Tensor> {
  return new DataLoader(new Ones(4), { shuffle: true });
}

/** A data set of tensors, of so many samples. */
export class Ones {
  constructor(readonly length: number) {}

  getItem(): tf.Tensor {
    return tf.ones([32]);
  }
}

/** What is passed or returned although the compiler would refuse it. */
export function anything<T>(value: unknown): T {
  return value as T;
}
