import "../onCpu.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { batchWatch } from "../../../runtime/debug/batchWatch.js";
import { functional as F, LightningModule, nn, optim, Trainer, tf } from "../../../runtime/index.js";
import type { BatchStop, BatchStops } from "../../../runtime/protocol/batchStops.js";
import { debugApi } from "./debugApi.js";

/** Where a debugger would have stopped. */
const stops: string[] = [];
vi.mock("../../../runtime/debug/stopForDebugger.js", () => ({
  stopForDebugger: (stop: BatchStop, step: { name: string } | null, values: object) => {
    stops.push(`${stop.kind}: ${stop.text} → ${step?.name ?? Object.keys(values).join(", ")}`);
  },
}));

const NOWHERE: BatchStops = { batchStart: [], epochStart: [], nonFinite: [], metric: [], runTo: null };

type Batch = [tf.Tensor2D, tf.Tensor1D];

class Net extends LightningModule {
  layer = new nn.Linear(3, 2);

  override trainingStep([x, y]: Batch) {
    return F.crossEntropy(this.layer.forward(x), y);
  }

  override validationStep([x, y]: Batch) {
    this.log("val_loss", F.crossEntropy(this.layer.forward(x), y));
  }

  override testStep() {}

  override forward(x: tf.Tensor) {
    return x;
  }

  override configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.1 });
  }
}

/** It steps by itself, once with a gradient that is infinite. */
class Manual extends Net {
  override automaticOptimization = false;

  override trainingStep(batch: Batch) {
    const optimizer = this.optimizers() as { step(): void; zeroGrad(): void };
    const loss = super.trainingStep(batch);
    optimizer.zeroGrad();
    this.manualBackward(this.trainer.batchIdx === 1 ? loss.mul(tf.scalar(Number.POSITIVE_INFINITY)) : loss);
    return loss;
  }
}

const batch = (): Batch => [tf.ones([5, 3]), tf.tensor1d([0, 1, 0, 1, 0], "int32")];
const QUIET = {
  logger: false,
  enableProgressBar: false,
  enableModelSummary: false,
  enableCheckpointing: false,
} as const;
let batches: Batch[] = [];
const data = { length: 2, [Symbol.iterator]: () => batches[Symbol.iterator]() };

beforeEach(() => {
  batches = [batch(), batch()];
  stops.length = 0;
});

afterEach(() => {
  debugApi.stopAtBatches(NOWHERE);
  for (const tensor of batches.flat()) tensor.dispose();
});

test("every stage can be stopped in, a sanity check too", async () => {
  debugApi.stopAtBatches({ ...NOWHERE, batchStart: [""] });
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, limitTrainBatches: 1, numSanityValSteps: 1 });
  await trainer.fit(new Net(), { trainDataloaders: data, valDataloaders: data });
  await trainer.test(new Net(), { dataloaders: data, verbose: false });
  await trainer.predict(new Net(), { dataloaders: data, returnPredictions: false });
  expect(stops).toMatchInlineSnapshot(`
    [
      "batch: Batch start: sanity check, batch 0 → validationStep",
      "batch: Batch start: epoch 0, batch 0 → trainingStep",
      "batch: Batch start: epoch 0, validation batch 0 → validationStep",
      "batch: Batch start: epoch 0, validation batch 1 → validationStep",
      "batch: Batch start: test batch 0 → testStep",
      "batch: Batch start: test batch 1 → testStep",
      "batch: Batch start: prediction batch 0 → forward",
      "batch: Batch start: prediction batch 1 → forward",
    ]
  `);
});

test("gradients of manual optimization are looked at, and told once", async () => {
  debugApi.stopAtBatches({ ...NOWHERE, nonFinite: ["gradient"] });
  const before = tf.memory().numTensors;
  const net = new Manual();
  await new Trainer({ ...QUIET, maxEpochs: 1 }).fit(net, { trainDataloaders: data });
  expect(stops).toMatchInlineSnapshot(`
    [
      "nonFinite: Non-finite gradient: layer.weight (6 NaN, 0 Inf), and 1 more at epoch 0, batch 1 → layer.weight, layer.bias",
    ]
  `);
  expect(tf.memory().numTensors).toBe(before + 2);
  for (const parameter of net.parameters()) parameter.dispose();
});

test("a loss of validation is looked at as well: what the step returns, and what it logs", async () => {
  class Bad extends Net {
    override validationStep(batch: Batch) {
      super.validationStep(batch);
      this.log("val_loss", Number.NaN);
      return tf.scalar(this.trainer.batchIdx === 1 ? Number.NaN : 1);
    }
  }
  debugApi.stopAtBatches({ ...NOWHERE, nonFinite: ["loss"] });
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, numSanityValSteps: 0 });
  await trainer.fit(new Bad(), { trainDataloaders: data, valDataloaders: data });
  expect(stops).toEqual([
    "nonFinite: Non-finite validation loss (1 NaN, 0 Inf) at epoch 0, validation batch 1 → validation loss",
    "nonFinite: Non-finite metric: val_loss (1 NaN, 0 Inf) at epoch 0, end of validation → val_loss",
  ]);
});

test("a condition that never holds for a mistake in it is told once, when an epoch is over", async () => {
  const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
  debugApi.stopAtBatches({
    ...NOWHERE,
    batchStart: ["btach === 2", "stage.x.y"],
    metric: ["val_los > best", "val_loss > 99 || best < 0"],
    nonFinite: ["loss", "val_losss"],
  });
  const trainer = new Trainer({ ...QUIET, maxEpochs: 3, numSanityValSteps: 0 });
  await trainer.fit(new Net(), { trainDataloaders: data, valDataloaders: data });
  const told = warnings.mock.calls.map(([text]) => String(text)).filter((text) => text.includes("`"));
  warnings.mockRestore();
  expect(stops).toEqual([]);
  expect(told).toMatchInlineSnapshot(`
    [
      "The condition \`btach === 2\` names \`btach\`, but nothing of this name has been logged in the epochs so far. Logged were \`val_loss\`.",
      "The condition \`stage.x.y\` cannot tell whether to stop: TypeError: Cannot read properties of undefined (reading 'y').",
      "The condition \`val_los > best\` names \`val_los\`, but nothing of this name has been logged in the epochs so far. Logged were \`val_loss\`.",
      "\`val_losss\` is to stay finite, but nothing of this name has been logged in the epochs so far. Logged were \`val_loss\`.",
    ]
  `);
});

test("nothing is watched while nobody has asked, and nothing any more", () => {
  expect(batchWatch.at).toBeNull();
  debugApi.stopAtBatches({ ...NOWHERE, runTo: "epoch" });
  expect(batchWatch.at).not.toBeNull();
  debugApi.stopAtBatches(NOWHERE);
  expect(batchWatch.at).toBeNull();
});
