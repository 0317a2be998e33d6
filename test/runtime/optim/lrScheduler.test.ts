import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { StepLR } from "../../../runtime/optim/lrScheduler.js";
import { SGD } from "../../../runtime/optim/sgd.js";

test("StepLR multiplies the learning rate by gamma every so many steps, and goes on from a saved state", () => {
  const optimizer = new SGD([new Parameter(tf.scalar(0))], { lr: 1 });
  const options = { stepSize: 2, gamma: 0.5 };
  let scheduler = new StepLR(optimizer, options);
  const rates: number[] = [];
  for (let step = 0; step < 6; step++) {
    if (step === 3) {
      const saved = scheduler.stateDict();
      scheduler = new StepLR(optimizer, options);
      scheduler.loadStateDict(saved);
    }
    rates.push(...scheduler.getLastLr());
    scheduler.step();
  }
  expect(rates).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
});
