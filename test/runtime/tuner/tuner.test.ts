import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LearningRateFinder } from "../../../runtime/callbacks/learningRateFinder.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { Tuner } from "../../../runtime/tuner/tuner.js";
import { root } from "../../experiment.js";
import { QUIET } from "../trainer/tinyModel.js";

interface LrFindCase {
  readonly fn: "lr_find";
  readonly min_lr: number;
  readonly max_lr: number;
  readonly num_training: number;
  readonly mode: "linear" | "exponential";
  readonly early_stop_threshold: number | null;
  readonly lr: readonly number[];
  readonly loss: readonly (number | string)[];
  readonly suggestion: number | null;
  readonly suggestion_skip0: number | null;
  readonly optimal_idx: number | null;
  readonly model_lr_after: number;
}

interface BatchSizeCase {
  readonly fn: "scale_batch_size";
  readonly mode: "power" | "binsearch";
  readonly args: {
    readonly max_trials?: number;
    readonly init_val?: number;
    readonly steps_per_trial?: number;
    readonly max_val?: number;
  };
  readonly dataset_length: number;
  readonly returned: number;
  readonly model_batch_size_after: number;
}

const { cases } = JSON.parse(readFileSync(join(root, "test/reference/extra/tuner.json"), "utf8")) as {
  readonly cases: readonly (LrFindCase | BatchSizeCase)[];
};

/** The recorded model: a line, from known weights. */
class Line extends LightningModule {
  layer = new Linear(2, 1);
  lr = 0.1;
  batchSize = 2;
  /** What stands in for memory: larger batches do not fit. */
  largest = Number.POSITIVE_INFINITY;

  constructor(readonly length = 200) {
    super();
    this.layer.loadStateDict({ weight: tf.tensor2d([[0.5, -0.3]]), bias: tf.tensor1d([0.1]) });
  }

  override trainingStep(batch: unknown): tf.Tensor {
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    if ((x.shape[0] ?? 0) > this.largest) throw new Error("OOM when allocating tensor with shape[…]");
    return mseLoss(this.layer.forward(x), y);
  }

  override configureOptimizers() {
    return new SGD(this.parameters(), { lr: this.lr });
  }

  override trainDataloader() {
    const dataset = { length: this.length, getItem: sample };
    return new DataLoader<[tf.Tensor, tf.Tensor]>(dataset, { batchSize: this.batchSize, collateFn: stacked });
  }
}

function sample(i: number): [tf.Tensor, tf.Tensor] {
  const [x0, x1] = [((3 * i) % 10) / 10 - 0.45, ((7 * i) % 10) / 10 - 0.45];
  return [tf.tensor1d([x0, x1]), tf.tensor1d([0.8 * x0 - 0.6 * x1 + 0.2])];
}

function stacked(samples: [tf.Tensor, tf.Tensor][]): [tf.Tensor, tf.Tensor] {
  return [tf.stack(samples.map(([x]) => x)), tf.stack(samples.map(([, y]) => y))];
}

beforeEach(() => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

const trainer = () => new Trainer({ ...QUIET, maxEpochs: 1 });

describe("lrFind", () => {
  test.each(
    cases
      .filter((known) => known.fn === "lr_find")
      .map((known) => [known.mode, known.num_training, known.early_stop_threshold, known] as const),
  )("%s over %d steps, stopping at %s: rates, losses and suggestion are Lightning's", async (...[, , , known]) => {
    const model = new Line();
    const finder = await new Tuner(trainer()).lrFind(model, {
      ...{ minLr: known.min_lr, maxLr: known.max_lr, numTraining: known.num_training, mode: known.mode },
      earlyStopThreshold: known.early_stop_threshold,
    });
    if (finder === null) throw new Error("It was skipped.");
    const { lr, loss } = finder.results;
    expect(lr.map(shown)).toEqual(known.lr.map(shown));
    expect(loss.length).toBe(known.loss.length);
    for (const [i, value] of loss.entries())
      expect(Math.abs(value / Number(known.loss[i]) - 1) || 0).toBeLessThan(1e-3);
    expect({
      suggestion: finder.suggestion(),
      skip0: finder.suggestion({ skipBegin: 0 }),
      optimalIdx: finder.optimalIdx,
      lr: model.lr,
    }).toEqual({
      suggestion: known.suggestion,
      skip0: known.suggestion_skip0,
      optimalIdx: known.optimal_idx,
      lr: known.model_lr_after,
    });
    expect([...model.layer.weight.dataSync()].map(shown)).toEqual(["0.5", "-0.3"]);
  });

  test("as a callback it sets the learning rate, and the fit goes on with it from the same weights and step", async () => {
    const seen: string[] = [];
    class Telling extends Line {
      override onTrainBatchStart(_batch: unknown, batchIdx: number): void {
        if (this.trainer.callbacks.includes(finder) && batchIdx === 0) {
          const [optimizer] = this.trainer.optimizers;
          seen.push(
            `step ${this.globalStep}, lr ${optimizer?.lr}, weights ${[...this.layer.weight.dataSync()].map(shown)}`,
          );
        }
      }
    }
    const finder = new LearningRateFinder({ minLr: 1e-4, maxLr: 10, earlyStopThreshold: null });
    await new Trainer({ ...QUIET, maxEpochs: 1, callbacks: finder }).fit(new Telling());
    expect(seen).toEqual(["step 0, lr 0.0005623413251903491, weights 0.5,-0.3"]);
  });

  test("without a field to set it says which one is missing", async () => {
    class Fixed extends Line {
      constructor() {
        super();
        Reflect.deleteProperty(this, "lr");
      }
      override configureOptimizers() {
        return new SGD(this.parameters(), { lr: 0.1 });
      }
    }
    await expect(new Tuner(trainer()).lrFind(new Fixed())).rejects.toThrow(
      "The learning rate finder sets the learning rate of Fixed, which has neither `lr` nor `learningRate`, nor have its hyperparameters. Give it one of them, or the field's name: `attrName`.",
    );
    await expect(new Tuner(trainer()).lrFind(new Fixed(), { attrName: "rate" })).rejects.toThrow(
      "`attrName` is `rate`, and neither Fixed nor its hyperparameters have such a field.",
    );
  });

  test("the tensors that were there before are those that are there after", async () => {
    const model = new Line();
    const before = tf.memory().numTensors;
    await new Tuner(trainer()).lrFind(model, { numTraining: 20 });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("scaleBatchSize", () => {
  test.each(
    cases
      .filter((known) => known.fn === "scale_batch_size")
      .map((known) => [known.mode, JSON.stringify(known.args), known] as const),
  )("%s %s: the size is Lightning's", async (...[mode, , known]) => {
    const { max_trials, init_val, steps_per_trial, max_val } = known.args;
    const model = new Line(known.dataset_length);
    const size = await new Tuner(trainer()).scaleBatchSize(model, {
      mode,
      ...(max_trials !== undefined && { maxTrials: max_trials }),
      ...(init_val !== undefined && { initVal: init_val }),
      ...(steps_per_trial !== undefined && { stepsPerTrial: steps_per_trial }),
      ...(max_val !== undefined && { maxVal: max_val }),
    });
    expect([size, model.batchSize]).toEqual([known.returned, known.model_batch_size_after]);
  });

  test.each([
    ["power", 50, 32],
    ["binsearch", 50, 47],
    ["power", 1, 1],
  ] as const)("%s, when batches above %d do not fit, finds %d", async (mode, largest, found) => {
    const model = Object.assign(new Line(), { largest });
    const size = await new Tuner(trainer()).scaleBatchSize(model, { mode });
    expect([size, model.batchSize, [...model.layer.weight.dataSync()].map(shown)]).toEqual([
      found,
      found,
      ["0.5", "-0.3"],
    ]);
  });

  test("an error that has nothing to do with memory goes on", async () => {
    class Broken extends Line {
      override trainingStep(): tf.Tensor {
        throw new Error("a mistake");
      }
    }
    await expect(new Tuner(trainer()).scaleBatchSize(new Broken())).rejects.toThrow("a mistake");
  });

  test("loaders that are passed cannot be made anew", async () => {
    const model = new Line();
    await expect(
      new Tuner(trainer()).scaleBatchSize(model, { trainDataloaders: model.trainDataloader() }),
    ).rejects.toThrow("The batch size finder cannot be used with loaders that were passed to the Trainer");
  });
});

function shown(value: number): string {
  return String(Number(value.toPrecision(7)));
}
