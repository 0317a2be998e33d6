import "../onCpu.js";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import type { BatchSource } from "../../../runtime/core/loaders.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";

/** The least that trains. */
export class TinyModel extends LightningModule {
  layer = new Linear(2, 1);

  override forward(x: tf.Tensor): tf.Tensor {
    return this.layer.forward(x);
  }

  override trainingStep(batch: unknown): tf.Tensor {
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    return mseLoss(this.forward(x), y);
  }

  override configureOptimizers() {
    return new SGD(this.parameters(), { lr: 0.1 });
  }
}

/** Batches of four samples, made anew in each pass. */
export function batches(count: number): BatchSource {
  return { length: count, ...unsized(count) };
}

/** The same without a length. */
export function unsized(count: number): BatchSource {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < count; i++) yield [tf.ones([4, 2]), tf.fill([4, 1], i)];
    },
  };
}

/** Nothing is printed and no file is written. */
export const QUIET: TrainerOptions = {
  ...{ logger: false, enableCheckpointing: false },
  ...{ enableProgressBar: false, enableModelSummary: false },
};
