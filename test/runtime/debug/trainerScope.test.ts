import "../onCpu.js";
import { expect, test } from "vitest";
import { functional as F, LightningModule, metrics, nn, optim, Trainer, tf } from "../../../runtime/index.js";
import { debugApi } from "./debugApi.js";

const QUIET = {
  logger: false,
  enableProgressBar: false,
  enableModelSummary: false,
  enableCheckpointing: false,
} as const;

type Batch = [tf.Tensor2D, tf.Tensor1D];

class Net extends LightningModule {
  layer = new nn.Linear(3, 2);
  accuracy = new metrics.Accuracy({ task: "multiclass", numClasses: 2 });
  /** What a debugger would show in each step that is stopped in. */
  readonly shown: string[] = [];

  override trainingStep([x, y]: Batch) {
    const loss = F.crossEntropy(this.layer.forward(x), y);
    this.log("train_loss", loss, { onStep: true, onEpoch: true });
    this.look();
    return loss;
  }

  override validationStep([x, y]: Batch) {
    const logits = this.layer.forward(x);
    this.accuracy.update(logits, y);
    this.log("val_acc", this.accuracy);
    this.look();
  }

  override testStep(batch: Batch, _batchIdx: number, _dataloaderIdx: number) {
    this.log("test_loss", F.crossEntropy(this.layer.forward(batch[0]), batch[1]));
    this.look();
  }

  override predictStep([x]: Batch) {
    this.look();
    return this.layer.forward(x);
  }

  override configureOptimizers() {
    return [new optim.Adam([this.layer.weight], { lr: 0.1 })];
  }

  look(): void {
    const rows = Object.entries(debugApi.trainer() ?? {});
    const descriptions = debugApi.descriptions(rows.map(([, row]) => row));
    const texts = rows.map(([name, row], i) => `${name}=${descriptions[i]?.text ?? row}`);
    const wanted = /^(stage|epoch|dataloaderIdx|batchIdx|globalStep|metrics)=/;
    this.shown.push(
      texts
        .filter((text) => wanted.test(text))
        .join(", ")
        .replace(/(_loss\S*) [\d.]+/g, "$1 …"),
    );
  }
}

function loader() {
  const batches = Array.from({ length: 2 }, (): Batch => [tf.ones([2, 3]), tf.tensor1d([0, 1], "int32")]);
  return { length: 2, batches, [Symbol.iterator]: () => batches[Symbol.iterator]() };
}

test("in every stage it says where the Trainer is", async () => {
  const net = new Net();
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, numSanityValSteps: 1 });
  await trainer.fit(net, { trainDataloaders: loader(), valDataloaders: loader() });
  await trainer.test(net, { dataloaders: [loader(), loader()], verbose: false });
  await trainer.predict(net, { dataloaders: loader() });
  expect(net.shown).toMatchInlineSnapshot(`
    [
      "stage=fit · sanity_check, epoch=0 (0–0), batchIdx=0 (0–0), globalStep=0, metrics=nothing logged yet",
      "stage=fit · train, epoch=0 (0–0), batchIdx=0 (0–1), globalStep=0, metrics=train_loss_step …, train_loss …",
      "stage=fit · train, epoch=0 (0–0), batchIdx=1 (0–1), globalStep=1, metrics=train_loss_step …, train_loss …",
      "stage=fit · validate, epoch=0 (0–0), batchIdx=0 (0–1), globalStep=2, metrics=train_loss_step …, train_loss …",
      "stage=fit · validate, epoch=0 (0–0), batchIdx=1 (0–1), globalStep=2, metrics=train_loss_step …, train_loss …",
      "stage=test, dataloaderIdx=0 (0–1), batchIdx=0 (0–1), globalStep=2, metrics=nothing logged yet",
      "stage=test, dataloaderIdx=0 (0–1), batchIdx=1 (0–1), globalStep=2, metrics=nothing logged yet",
      "stage=test, dataloaderIdx=1 (0–1), batchIdx=0 (0–1), globalStep=2, metrics=test_loss/dataloader_idx_0 …",
      "stage=test, dataloaderIdx=1 (0–1), batchIdx=1 (0–1), globalStep=2, metrics=test_loss/dataloader_idx_0 …",
      "stage=predict, batchIdx=0 (0–1), globalStep=2, metrics=nothing logged yet",
      "stage=predict, batchIdx=1 (0–1), globalStep=2, metrics=nothing logged yet",
    ]
  `);
});

test("nothing runs before and after, nor after a run that failed; what was shown changes nothing and leaves nothing", async () => {
  class Failing extends Net {
    override trainingStep(batch: Batch): tf.Tensor {
      super.trainingStep(batch);
      throw new Error("as it should");
    }
  }
  const [looked, unlooked] = [new Net(), new Net()];
  unlooked.look = () => {};
  unlooked.loadStateDict(looked.stateDict());
  const outcomes: unknown[] = [];
  for (const net of [looked, unlooked]) {
    const trainer = new Trainer({ ...QUIET, maxEpochs: 2 });
    const before = tf.memory().numTensors;
    await trainer.fit(net, { trainDataloaders: loader(), valDataloaders: loader() });
    const tensors = tf.memory().numTensors - before;
    outcomes.push({ callback: trainer.callbackMetrics, logged: trainer.loggedMetrics, tensors });
  }
  expect(outcomes[0]).toEqual(outcomes[1]);
  await expect(new Trainer(QUIET).fit(new Failing(), { trainDataloaders: loader() })).rejects.toThrow("as it should");
  expect(debugApi.trainer()).toBe(null);
});
