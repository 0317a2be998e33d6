import "../onCpu.js";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { BackboneFinetuning } from "../../../runtime/callbacks/backboneFinetuning.js";
import type { Callback } from "../../../runtime/callbacks/callback.js";
import { EMAWeightAveraging } from "../../../runtime/callbacks/emaWeightAveraging.js";
import { StochasticWeightAveraging } from "../../../runtime/callbacks/stochasticWeightAveraging.js";
import { WeightAveraging } from "../../../runtime/callbacks/weightAveraging.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { Adam } from "../../../runtime/optim/adam.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET } from "../trainer/tinyModel.js";

/** From known weights; it writes a checkpoint at the end of an epoch. */
class Model extends LightningModule {
  backbone = new Linear(2, 1);
  head = new Linear(1, 1);

  constructor(private readonly saveIn: string | null) {
    super();
    for (const parameter of this.parameters()) parameter.assign(tf.fill(parameter.shape, 0.3));
  }
  override trainingStep(batch: unknown): tf.Tensor {
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    return mseLoss(this.head.forward(this.backbone.forward(x)), y);
  }
  override async onTrainEpochEnd(): Promise<void> {
    if (this.saveIn !== null && this.currentEpoch === 2)
      await this.trainer.saveCheckpoint(join(this.saveIn, "saved.safetensors"));
  }
  override configureOptimizers() {
    return new Adam(
      this.parameters().filter((parameter) => parameter.requiresGrad),
      { lr: 0.1 },
    );
  }
  get weights(): string[] {
    return this.parameters().map((parameter) => [...parameter.dataSync()].map((value) => value.toFixed(6)).join());
  }
}

test.each<[string, () => Callback]>([
  ["EMAWeightAveraging", () => new EMAWeightAveraging({ decay: 0.8 })],
  ["WeightAveraging", () => new WeightAveraging()],
  [
    "StochasticWeightAveraging",
    () => new StochasticWeightAveraging({ swaLrs: 0.02, swaEpochStart: 2, annealingEpochs: 3 }),
  ],
  ["BackboneFinetuning", () => new BackboneFinetuning({ unfreezeBackboneAtEpoch: 1 })],
])(
  "a run with %s that is resumed ends with the weights of the one that was not interrupted",
  async (_name, callback) => {
    const folder = temporaryFolder();
    const whole = new Model(folder);
    await fitted(whole, callback());
    const resumed = new Model(null);
    await fitted(resumed, callback(), join(folder, "saved.safetensors"));
    expect(resumed.weights).toEqual(whole.weights);
  },
);

async function fitted(model: Model, callback: Callback, ckptPath: string | null = null): Promise<void> {
  const trainer = new Trainer({ ...QUIET, maxEpochs: 6, callbacks: callback });
  trainer.print = () => {};
  await trainer.fit(model, { trainDataloaders: batches(3), ...(ckptPath !== null && { ckptPath }) });
}
