import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { EMAWeightAveraging } from "../../../runtime/callbacks/emaWeightAveraging.js";
import { WeightAveraging } from "../../../runtime/callbacks/weightAveraging.js";
import type { Checkpoint } from "../../../runtime/checkpoint/checkpoint.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET } from "../trainer/tinyModel.js";

/** Its one weight is 1 after the first step, 2 after the second, and so on; a buffer counts them too. */
class Counter extends LightningModule {
  weight = new Parameter(tf.scalar(0));
  readonly validated: number[] = [];

  constructor() {
    super();
    this.registerBuffer("steps", tf.scalar(0));
  }
  override trainingStep(): tf.Tensor {
    return this.weight.neg() as tf.Tensor;
  }
  override onTrainBatchEnd(): void {
    this.buffer("steps").assign(tf.scalar(this.globalStep));
  }
  override validationStep(): void {
    this.validated.push(this.value);
  }
  override configureOptimizers() {
    return new SGD([this.weight], { lr: 1 });
  }
  get value(): number {
    return this.weight.dataSync()[0] as number;
  }
}

test("validation runs on the average of all steps, training goes on with the weights, and ends with the average", async () => {
  const { model } = await trainWith(new WeightAveraging(), 2);
  expect(model.validated).toEqual([1.5, 2.5]);
  expect(model.value).toBe(2.5);
});

test("`shouldUpdate` of a subclass chooses the steps and epochs that count", async () => {
  class EachEpoch extends WeightAveraging {
    override shouldUpdate({ epochIdx }: { readonly epochIdx?: number }): boolean {
      return epochIdx !== undefined;
    }
  }
  const { model } = await trainWith(new EachEpoch(), 3);
  expect(model.value).toBe((2 + 4 + 6) / 3);
});

test.each([
  [{ decay: 0.25 }, 3.671875],
  [{ decay: 0.5, updateEveryNSteps: 2 }, 2],
  [{ decay: 0.5, updateStartingAtStep: 2 }, 3.5],
  [{ decay: 0.5, updateEveryNSteps: 0, updateStartingAtEpoch: 1 }, 4],
])("an exponential average with %o ends at %d", async (options, value) => {
  const { model } = await trainWith(new EMAWeightAveraging(options), 2);
  expect(model.value).toBe(value);
});

test("buffers are averaged, or copied when `useBuffers` is false", async () => {
  const steps = async (useBuffers: boolean) => {
    const { model } = await trainWith(new WeightAveraging({ useBuffers }), 2);
    return model.buffer("steps").dataSync()[0];
  };
  // The callback's hook runs before the module's: it sees the count of the step before.
  expect([await steps(true), await steps(false)]).toEqual([1.5, 3]);
});

test("a checkpoint has the average as its weights, and beside it what training goes on with", async () => {
  let saved: Checkpoint | null = null;
  class Saving extends Counter {
    override async onTrainEpochEnd(): Promise<void> {
      const checkpoint = {
        epoch: 0,
        globalStep: 2,
        lightningRuntimeVersion: "0",
        stateDict: { ...this.stateDict() },
      } as Checkpoint;
      average.onSaveCheckpoint(this.trainer, this, checkpoint);
      const value = (state: unknown) => (state as Record<string, tf.Tensor>)["weight"]?.dataSync()[0];
      saved = {
        ...checkpoint,
        stateDict: {},
        average: value(checkpoint.stateDict),
        current: value(checkpoint["currentModelState"]),
      };
    }
  }
  const average = new WeightAveraging();
  await trainWith(average, 1, new Saving());
  expect(saved).toMatchObject({ average: 1.5, current: 2, averagingState: { nAveraged: 2 } });
});

test("it holds no tensors when the run is over, however it ended", async () => {
  class Failing extends Counter {
    override trainingStep(): tf.Tensor {
      throw new Error("a mistake");
    }
  }
  const [working, failing] = [new Counter(), new Failing()];
  const before = tf.memory().numTensors;
  await trainWith(new WeightAveraging(), 1, working);
  await expect(trainWith(new WeightAveraging(), 1, failing)).rejects.toThrow("a mistake");
  expect(tf.memory().numTensors).toBe(before);
});

async function trainWith(callback: WeightAveraging, maxEpochs: number, model = new Counter()) {
  const trainer = new Trainer({ ...QUIET, maxEpochs, numSanityValSteps: 0, callbacks: callback });
  trainer.print = vi.fn();
  await trainer.fit(model, { trainDataloaders: batches(2), valDataloaders: batches(1) });
  return { model, trainer };
}
