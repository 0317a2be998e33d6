import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import {
  StochasticWeightAveraging,
  type StochasticWeightAveragingOptions,
} from "../../../runtime/callbacks/stochasticWeightAveraging.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

class Model extends TinyModel {
  readonly lrs: number[] = [];
  readonly starts: number[] = [];

  override onTrainEpochStart(): void {
    this.lrs.push(this.trainer.optimizers[0]?.lr ?? 0);
    this.starts.push(this.layer.weight.dataSync()[0] as number);
  }
}

test.each<[StochasticWeightAveragingOptions, number[]]>([
  [{ swaLrs: 0.02, swaEpochStart: 2, annealingEpochs: 2 }, [0.1, 0.1, 0.06, 0.02, 0.02]],
  [{ swaLrs: 0.02, swaEpochStart: 0.4, annealingEpochs: 2, annealingStrategy: "linear" }, [0.1, 0.1, 0.06, 0.02, 0.02]],
  [{ swaLrs: [0.02], swaEpochStart: 4, annealingEpochs: 0 }, [0.1, 0.1, 0.1, 0.02, 0.02]],
])("with %o the epochs of a fit have the learning rates %o", async (options, lrs) => {
  const { model } = await trainWith(options, new Model());
  expect(model.lrs.map((lr) => Number(lr.toFixed(6)))).toEqual(lrs);
});

test("the model becomes the mean of the weights with which the averaged epochs began", async () => {
  const { model } = await trainWith({ swaLrs: 0.02, swaEpochStart: 3 }, new Model());
  const averaged = model.starts.slice(2);
  expect(model.layer.weight.dataSync()[0]).toBeCloseTo(averaged.reduce((sum, start) => sum + start, 0) / 3, 6);
});

test("its scheduler takes the place of the module's", async () => {
  class Scheduled extends Model {
    override configureOptimizers(): never {
      const optimizer = new SGD(this.parameters(), { lr: 0.1 });
      return { optimizer, lrScheduler: new StepLR(optimizer, { stepSize: 1, gamma: 0.5 }) } as never;
    }
  }
  const { printed, model } = await trainWith({ swaLrs: 0.1, swaEpochStart: 3 }, new Scheduled());
  expect(printed).toContain("Swapping scheduler `StepLR` for `SWALR`");
  expect(model.lrs.slice(0, 3)).toEqual([0.1, 0.05, 0.025]);
});

test("it holds no tensors when the run is over", async () => {
  const model = new Model();
  const before = tf.memory().numTensors;
  await trainWith({ swaLrs: 0.02, swaEpochStart: 2 }, model);
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [
    { swaLrs: 0.1, swaEpochStart: 1.5 },
    "StochasticWeightAveraging: `swaEpochStart` is 1.5; it should be a whole number above 0, or a share of the epochs between 0 and 1.",
  ],
  [
    { swaLrs: null as unknown as number },
    "StochasticWeightAveraging: `swaLrs` is null; it should be a positive number, or a list of positive numbers.",
  ],
])("%o is refused", (options, message) => {
  expect(() => new StochasticWeightAveraging(options)).toThrow(message);
});

async function trainWith<M extends Model>(options: StochasticWeightAveragingOptions, model: M) {
  const trainer = new Trainer({ ...QUIET, maxEpochs: 5, callbacks: new StochasticWeightAveraging(options) });
  const printed: unknown[] = [];
  trainer.print = vi.fn((text: unknown) => void printed.push(text));
  await trainer.fit(model, { trainDataloaders: batches(2) });
  return { model, printed };
}
