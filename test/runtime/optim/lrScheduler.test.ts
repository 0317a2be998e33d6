import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import * as optim from "../../../runtime/optim/index.js";
import { type LrScheduler, StepLR } from "../../../runtime/optim/lrScheduler.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { camel } from "../../conformance/names.js";
import { root } from "../../experiment.js";

interface Golden {
  readonly scheduler: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The rate before each step, and after the last. */
  readonly lr: readonly number[];
  /** What ReduceLROnPlateau was given. */
  readonly metrics?: readonly number[];
}

type SchedulerClass = new (optimizer: SGD, options: unknown) => LrScheduler;

const CLASSES = optim as unknown as Readonly<Record<string, SchedulerClass | undefined>>;

const { cases } = JSON.parse(readFileSync(join(root, "test", "reference", "optim", "lr_schedulers.json"), "utf8")) as {
  cases: readonly Golden[];
};

/** Those that the runtime has; functions are recorded as Python text. */
const goldens = cases.flatMap(({ scheduler, args, ...golden }) =>
  CLASSES[scheduler] === undefined || "lr_lambda" in args ? [] : [[scheduler, args, golden] as const],
);

test.each(goldens)("%s %j gives torch's rates", (scheduler, args, { lr, metrics }) => {
  const optimizer = sgd(0.1);
  const options = Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), value]));
  const made = new (CLASSES[scheduler] as SchedulerClass)(optimizer, options);
  const rates = lr.map((_, i) => {
    if (i > 0) made.step(metrics?.[i - 1]);
    return optimizer.lr;
  });
  rates.forEach((rate, i) => {
    expect(rate).toBeCloseTo(lr[i] as number, 12);
  });
});

test("LambdaLR multiplies the initial rate by a function of the steps", () => {
  const optimizer = sgd(0.1);
  const scheduler = new optim.LambdaLR(optimizer, { lrLambda: (epoch) => 1 / (1 + epoch) });
  scheduler.step();
  scheduler.step();
  expect(scheduler.getLastLr()).toEqual([0.1 / 3]);
});

test("StepLR multiplies the learning rate by gamma every so many steps, and goes on from a saved state", () => {
  const optimizer = sgd(1);
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

function sgd(lr: number): SGD {
  return new SGD([new Parameter(tf.scalar(0))], { lr });
}
