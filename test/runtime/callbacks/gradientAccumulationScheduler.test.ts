import "../onCpu.js";
import { expect, test } from "vitest";
import { GradientAccumulationScheduler } from "../../../runtime/callbacks/gradientAccumulationScheduler.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

test("from the given epochs on, so many batches make one optimizer step; before the first, one does", async () => {
  const scheduler = new GradientAccumulationScheduler({ scheduling: { 1: 2, 3: 4 } });
  expect([0, 1, 2, 3, 9].map((epoch) => scheduler.getAccumulateGradBatches(epoch))).toEqual([1, 2, 2, 4, 4]);
  const steps: number[] = [];
  class Counting extends TinyModel {
    override onTrainEpochEnd(): void {
      steps.push(this.globalStep);
    }
  }
  await quiet({ maxEpochs: 4, callbacks: scheduler }).fit(new Counting(), { trainDataloaders: batches(4) });
  expect(steps).toEqual([4, 6, 8, 9]);
});

test.each([
  [{}, "GradientAccumulationScheduler: `scheduling` is empty. Give an epoch and its factor, such as { 4: 2 }."],
  [{ [-1]: 2 }, "GradientAccumulationScheduler: an epoch should be a whole number of 0 or more. Got [-1]."],
  [{ 0: 0 }, "GradientAccumulationScheduler: an accumulation factor should be a whole number greater than 0. Got [0]."],
])("the schedule %o is refused", (scheduling, message) => {
  expect(() => new GradientAccumulationScheduler({ scheduling })).toThrow(message);
});

test("it does not go together with `accumulateGradBatches`, nor with manual optimization", async () => {
  const callbacks = new GradientAccumulationScheduler({ scheduling: { 0: 2 } });
  const data = { trainDataloaders: batches(2) };
  await expect(quiet({ callbacks, accumulateGradBatches: 2 }).fit(new TinyModel(), data)).rejects.toThrow(
    "You have set `accumulateGradBatches: 2` and are using the GradientAccumulationScheduler. Remove one of them.",
  );
  const manual = Object.assign(new TinyModel(), { automaticOptimization: false });
  await expect(quiet({ callbacks }).fit(manual, data)).rejects.toThrow(
    "The GradientAccumulationScheduler does nothing under manual optimization, where `trainingStep` steps the optimizers itself.",
  );
});

function quiet(options: object): Trainer {
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, ...options });
  trainer.print = () => {};
  return trainer;
}
