import "../onCpu.js";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { MeanMetric } from "../../../runtime/metrics/aggregation/meanMetric.js";
import { Dropout } from "../../../runtime/nn/dropout.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { Adam } from "../../../runtime/optim/adam.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";

/** A model whose every step depends on what came before: random numbers, optimizer slots, a schedule, values of the epoch. */
export class ResumableModel extends LightningModule {
  hidden = new Linear(2, 8);
  dropout = new Dropout(0.3);
  head = new Linear(8, 1);
  mean = new MeanMetric();
  /** Throws in this training step, as a run that is killed ends. */
  killedAt = Number.POSITIVE_INFINITY;

  override forward(x: tf.Tensor): tf.Tensor {
    return this.head.forward(this.dropout.forward(tf.tanh(this.hidden.forward(x))));
  }

  override trainingStep(batch: unknown): tf.Tensor {
    if (this.globalStep >= this.killedAt) throw new Error("killed");
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    const loss = mseLoss(this.forward(x), y);
    this.mean.update(loss);
    this.log("train_loss", loss, { onStep: true, onEpoch: true });
    this.log("train_mean", this.mean, { onStep: false, onEpoch: true });
    return loss;
  }

  override validationStep(batch: unknown): void {
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    this.log("val_loss", mseLoss(this.forward(x), y));
  }

  override configureOptimizers() {
    const optimizer = new Adam(this.parameters(), { lr: 0.05 });
    return [[optimizer], [new StepLR(optimizer, { stepSize: 1, gamma: 0.7 })]] as const;
  }

  override trainDataloader() {
    return loader(10, true);
  }

  override valDataloader() {
    return loader(4, false);
  }

  /** Every weight, to the bit. */
  bits(): string {
    return this.parameters()
      .map((parameter) => Buffer.from((parameter.dataSync() as Float32Array).slice().buffer).toString("hex"))
      .join(" ");
  }
}

/** Five batches of two, and two. */
function loader(samples: number, shuffle: boolean): DataLoader<number> {
  const dataset = { length: samples, getItem: (i: number) => i };
  const collateFn = (places: number[]) => [
    tf.tensor2d(places.map((i) => [Math.sin(i), Math.cos(i)])),
    tf.tensor2d(places.map((i) => [i / samples])),
  ];
  return new DataLoader(dataset, { batchSize: 2, shuffle, collateFn });
}
