import "../../onCpu.js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetWarnings } from "../../../../runtime/functional/warnOnce.js";
import { ExponentialLR, LambdaLR, LRScheduler, StepLR } from "../../../../runtime/optim/index.js";
import type { Optimizer } from "../../../../runtime/optim/optimizer.js";
import { parameterOf } from "../steppedPicture.js";
import { ratePicture, sgd, twoGroups } from "./ratePicture.js";

const warn = vi.spyOn(console, "warn").mockReturnValue();
beforeEach(forgetWarnings);
afterEach(() => warn.mockClear());

test("a scheduler of one's own says the next rates from the steps taken, and its fields are saved", () => {
  class Halving extends LRScheduler {
    constructor(
      optimizer: Optimizer,
      readonly from: number,
    ) {
      super(optimizer);
      this.initialStep();
    }

    protected override getLr(): number[] {
      return this.lastEpoch > this.from ? this.ratesTimes(0.5) : this.currentRates();
    }
  }
  const optimizer = sgd(1);
  const scheduler = new Halving(optimizer, 2);
  expect(ratePicture(optimizer, scheduler, 4)).toBe("1 1 1 0.5 0.25");
  expect(scheduler.stateDict()).toEqual({ lastLr: [0.25], lastEpoch: 4, baseLrs: [1], stepCount: 5, from: 2 });
});

test("two schedulers of one optimizer each change what the other left", () => {
  const optimizer = sgd(1);
  const [steps, decay] = [
    new StepLR(optimizer, { stepSize: 2, gamma: 0.1 }),
    new ExponentialLR(optimizer, { gamma: 0.5 }),
  ];
  const both = {
    step() {
      steps.step();
      decay.step();
    },
  };
  expect(ratePicture(optimizer, both, 4)).toBe("1 0.5 0.025 0.0125 0.000625");
});

test("each group has its own rate", () => {
  const optimizer = twoGroups();
  const scheduler = new LambdaLR(optimizer, { lrLambda: [(epoch) => 0.9 ** epoch, (epoch) => 1 / (1 + epoch)] });
  optimizer.step();
  scheduler.step();
  expect(scheduler.getLastLr()).toEqual([0.9, 0.25]);
});

test("with lastEpoch it goes on where another one was, from the initial rate that the optimizer's state has", () => {
  const before = sgd(1);
  ratePicture(before, new StepLR(before, { stepSize: 3, gamma: 0.5 }), 4);
  const optimizer = sgd(0.3);
  optimizer.loadStateDict(before.stateDict());
  const scheduler = new StepLR(optimizer, { stepSize: 3, gamma: 0.5, lastEpoch: 4 });
  expect(ratePicture(optimizer, scheduler, 4)).toBe("0.5 0.25 0.25 0.25 0.125");
  expect(() => new StepLR(sgd(1), { stepSize: 3, lastEpoch: 4 })).toThrow(
    "Parameter group 0 has no `initialLr`, which a scheduler needs that goes on after step 4. Load the optimizer's saved state before you make the scheduler, or leave out `lastEpoch`.",
  );
});

test("step(epoch) goes there by the closed form, and is warned of", () => {
  const optimizer = sgd(1);
  const scheduler = new StepLR(optimizer, { stepSize: 3, gamma: 0.5 });
  scheduler.step(7);
  expect([optimizer.lr, scheduler.lastEpoch]).toEqual([0.25, 7]);
  expect(warn.mock.calls.flat()).toContain(
    "StepLR: `step(epoch)` is deprecated; call `step()`. With an epoch the rate is computed from the initial one in place of the present one, where that can be done.",
  );
});

test("a scheduler that is stepped before its optimizer is warned of, once", () => {
  for (let i = 0; i < 2; i++) new ExponentialLR(sgd(1), { gamma: 0.9 }).step();
  const optimizer = sgd(1);
  optimizer.step();
  new ExponentialLR(optimizer, { gamma: 0.9 }).step();
  expect(warn.mock.calls).toEqual([
    [
      "Detected call of `lrScheduler.step()` before `optimizer.step()`: the first value of the schedule is skipped. Call `optimizer.step()` first.",
    ],
  ]);
});

test("a group that was added later is no matter for rates from the present ones, and refused by those from the first", () => {
  const optimizer = sgd(1);
  const [decay, lambda] = [
    new ExponentialLR(optimizer, { gamma: 0.5 }),
    new LambdaLR(optimizer, { lrLambda: () => 1 }),
  ];
  optimizer.addParamGroup({ params: parameterOf(0), lr: 0.1 });
  decay.step();
  expect(decay.getLastLr()).toEqual([0.5, 0.05]);
  expect(() => lambda.step()).toThrow(
    "LambdaLR has rates for 1 parameter groups, and the optimizer has 2. Add groups before you make the scheduler.",
  );
});

test("a state from before the steps were counted is read", () => {
  const optimizer = sgd(1);
  const scheduler = new StepLR(optimizer, { stepSize: 2 });
  scheduler.loadStateDict({ lastEpoch: 3, baseLrs: [1] });
  scheduler.step();
  expect(scheduler.stateDict()).toMatchObject({ lastEpoch: 4, stepCount: 5 });
});
