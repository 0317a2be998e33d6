import "../../onCpu.js";
import { expect, test, vi } from "vitest";
import * as optim from "../../../../runtime/optim/index.js";
import type { SGD } from "../../../../runtime/optim/sgd.js";
import { ratePicture, sgd } from "./ratePicture.js";

// Most of these tests step no optimizer, which is warned of.
vi.spyOn(console, "warn").mockReturnValue();

type Make = (optimizer: SGD) => { step(): void; stateDict(): object; loadStateDict(state: never): void };

const SCHEDULERS: Readonly<Record<string, Make>> = {
  StepLR: (optimizer) => new optim.StepLR(optimizer, { stepSize: 3, gamma: 0.5 }),
  MultiStepLR: (optimizer) => new optim.MultiStepLR(optimizer, { milestones: [2, 5, 5], gamma: 0.5 }),
  ExponentialLR: (optimizer) => new optim.ExponentialLR(optimizer, { gamma: 0.9 }),
  ConstantLR: (optimizer) => new optim.ConstantLR(optimizer, { factor: 0.25, totalIters: 4 }),
  LinearLR: (optimizer) => new optim.LinearLR(optimizer, { startFactor: 0.2, totalIters: 4 }),
  PolynomialLR: (optimizer) => new optim.PolynomialLR(optimizer, { totalIters: 4, power: 2 }),
  LambdaLR: (optimizer) => new optim.LambdaLR(optimizer, { lrLambda: (epoch) => 1 / (1 + epoch) }),
  MultiplicativeLR: (optimizer) =>
    new optim.MultiplicativeLR(optimizer, { lrLambda: (epoch) => (epoch < 3 ? 1 : 0.5) }),
  CosineAnnealingLR: (optimizer) => new optim.CosineAnnealingLR(optimizer, { tMax: 4, etaMin: 0.2 }),
  CosineAnnealingWarmRestarts: (optimizer) => new optim.CosineAnnealingWarmRestarts(optimizer, { t0: 2, tMult: 2 }),
  "CyclicLR, triangular": (optimizer) =>
    new optim.CyclicLR(optimizer, { baseLr: 0.1, maxLr: 1, stepSizeUp: 2, cycleMomentum: false }),
  "CyclicLR, triangular2": (optimizer) =>
    new optim.CyclicLR(optimizer, {
      baseLr: 0,
      maxLr: 1,
      stepSizeUp: 2,
      stepSizeDown: 1,
      mode: "triangular2",
      cycleMomentum: false,
    }),
  "CyclicLR, exp_range": (optimizer) =>
    new optim.CyclicLR(optimizer, {
      baseLr: 0,
      maxLr: 1,
      stepSizeUp: 2,
      mode: "exp_range",
      gamma: 0.9,
      cycleMomentum: false,
    }),
  "CyclicLR, scaleFn": (optimizer) =>
    new optim.CyclicLR(optimizer, {
      baseLr: 0,
      maxLr: 1,
      stepSizeUp: 2,
      scaleFn: (cycle) => 1 / cycle,
      cycleMomentum: false,
    }),
  OneCycleLR: (optimizer) => new optim.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 9, cycleMomentum: false }),
  "OneCycleLR, three lines": (optimizer) =>
    new optim.OneCycleLR(optimizer, {
      ...{ maxLr: 1, epochs: 3, stepsPerEpoch: 3, annealStrategy: "linear", threePhase: true, pctStart: 0.4 },
      cycleMomentum: false,
    }),
  SWALR: (optimizer) => new optim.SWALR(optimizer, { swaLr: 0.2, annealEpochs: 4, annealStrategy: "linear" }),
  SequentialLR: (optimizer) =>
    new optim.SequentialLR(optimizer, {
      schedulers: [
        new optim.LinearLR(optimizer, { startFactor: 0.25, totalIters: 3 }),
        new optim.ExponentialLR(optimizer, { gamma: 0.5 }),
      ],
      milestones: [4],
    }),
  ChainedScheduler: (optimizer) =>
    new optim.ChainedScheduler([
      new optim.ConstantLR(optimizer, { factor: 0.5, totalIters: 3 }),
      new optim.ExponentialLR(optimizer, { gamma: 0.9 }),
    ]),
};

test("each scheduler takes a rate of 1 its own way", () => {
  const lines = Object.entries(SCHEDULERS).map(([name, make]) => {
    const optimizer = sgd(1);
    return `${name}: ${ratePicture(optimizer, make(optimizer), 8)}`;
  });
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    StepLR: 1 1 1 0.5 0.5 0.5 0.25 0.25 0.25
    MultiStepLR: 1 1 0.5 0.5 0.5 0.125 0.125 0.125 0.125
    ExponentialLR: 1 0.9 0.81 0.729 0.656 0.59 0.531 0.478 0.43
    ConstantLR: 0.25 0.25 0.25 0.25 1 1 1 1 1
    LinearLR: 0.2 0.4 0.6 0.8 1 1 1 1 1
    PolynomialLR: 1 0.563 0.25 0.0625 0 0 0 0 0
    LambdaLR: 1 0.5 0.333 0.25 0.2 0.167 0.143 0.125 0.111
    MultiplicativeLR: 1 1 1 0.5 0.25 0.125 0.0625 0.0313 0.0156
    CosineAnnealingLR: 1 0.883 0.6 0.317 0.2 0.317 0.6 0.883 1
    CosineAnnealingWarmRestarts: 1 0.5 1 0.854 0.5 0.146 1 0.962 0.854
    CyclicLR, triangular: 0.1 0.55 1 0.55 0.1 0.55 1 0.55 0.1
    CyclicLR, triangular2: 0 0.5 1 0 0.25 0.5 0 0.125 0.25
    CyclicLR, exp_range: 0 0.45 0.81 0.365 0 0.295 0.531 0.239 0
    CyclicLR, scaleFn: 0 0.5 1 0.5 0 0.25 0.5 0.25 0
    OneCycleLR: 0.04 0.651 0.994 0.899 0.706 0.463 0.229 0.0609 0.000004
    OneCycleLR, three lines: 0.04 0.409 0.778 0.852 0.483 0.114 0.0286 0.0143 0.000004
    SWALR: 1 0.8 0.6 0.4 0.2 0.2 0.2 0.2 0.2
    SequentialLR: 0.25 0.5 0.75 1 1 0.5 0.25 0.125 0.0625
    ChainedScheduler: 0.5 0.45 0.405 0.729 0.656 0.59 0.531 0.478 0.43
    "
  `);
});

test.each(Object.entries(SCHEDULERS))("%s goes on from a saved state as it would have", (_name, make) => {
  const optimizer = sgd(1);
  const scheduler = make(optimizer);
  ratePicture(optimizer, scheduler, 3);
  const [optimizerState, state] = structuredClone([optimizer.stateDict(), scheduler.stateDict()]);
  const expected = ratePicture(optimizer, scheduler, 5);
  const other = sgd(0.3);
  const resumed = make(other);
  other.loadStateDict(optimizerState as never);
  resumed.loadStateDict(state as never);
  expect(ratePicture(other, resumed, 5)).toBe(expected);
});

test.each<[string, (optimizer: SGD) => unknown, string]>([
  [
    "no step size",
    (o) => new optim.StepLR(o, {} as never),
    "StepLR needs the option `stepSize`. Give it: new StepLR(…, { stepSize: … }).",
  ],
  [
    "a name of Python's",
    (o) => new optim.StepLR(o, { step_size: 3 } as never),
    "StepLR has no option `step_size`; it can be `stepSize`, `gamma` or `lastEpoch`. Did you mean `stepSize`?",
  ],
  [
    "a model in place of the optimizer",
    () => new optim.ExponentialLR({ parameters: [] } as never, { gamma: 0.9 }),
    "ExponentialLR needs an optimizer, and it got a Object. Give it the one whose learning rate is to change.",
  ],
  [
    "a factor above 1",
    (o) => new optim.ConstantLR(o, { factor: 2 }),
    "ConstantLR: `factor` is 2; it must lie between 0 and 1.",
  ],
  [
    "a start at 0",
    (o) => new optim.LinearLR(o, { startFactor: 0 }),
    "LinearLR: `startFactor` is 0; it must be above 0 and at most 1.",
  ],
  [
    "an end above 1",
    (o) => new optim.LinearLR(o, { endFactor: 2 }),
    "LinearLR: `endFactor` is 2; it must lie between 0 and 1.",
  ],
  [
    "half a step",
    (o) => new optim.CosineAnnealingWarmRestarts(o, { t0: 1.5 }),
    "CosineAnnealingWarmRestarts: `t0` is 1.5; it must be a whole number of at least 1.",
  ],
  [
    "a number in place of a function",
    (o) => new optim.LambdaLR(o, { lrLambda: 0.9 as never }),
    "LambdaLR: `lrLambda` is 0.9; it should be a function, such as (epoch) => 0.95 ** epoch.",
  ],
  [
    "functions for other groups",
    (o) => new optim.LambdaLR(o, { lrLambda: [() => 1, () => 2] }),
    "LambdaLR: `lrLambda` has 2 values, and the optimizer 1 parameter groups. Give one for each, or one for all.",
  ],
  [
    "an unknown mode",
    (o) => new optim.CyclicLR(o, { baseLr: 0, maxLr: 1, mode: "square" as never }),
    'CyclicLR: `mode` is "square"; it should be "triangular", "triangular2" or "exp_range", or give a `scaleFn`.',
  ],
  [
    "a cycle without steps",
    (o) => new optim.OneCycleLR(o, { maxLr: 1 }),
    "OneCycleLR needs its number of steps. Give `totalSteps`, or `epochs` and `stepsPerEpoch`.",
  ],
  [
    "no whole number of steps",
    (o) => new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 2.5 }),
    "OneCycleLR: `totalSteps` is 2.5; it must be a whole number of at least 1.",
  ],
  [
    "a share above 1",
    (o) => new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 9, pctStart: 30 }),
    "OneCycleLR: `pctStart` is 30; it must lie between 0 and 1.",
  ],
  [
    "a phase without a step",
    (o) => new optim.OneCycleLR(o, { maxLr: 1, totalSteps: 10, pctStart: 0.1 }),
    "OneCycleLR: the formula divides by the length of a phase (see `pctStart`), which is 0. Choose another value.",
  ],
  [
    "a step of 0",
    (o) => new optim.StepLR(o, { stepSize: 0 }).step(),
    "StepLR: the formula divides by `stepSize`, which is 0. Choose another value.",
  ],
  [
    "a negative way",
    (o) => new optim.SWALR(o, { swaLr: 0.1, annealEpochs: -1 }),
    "SWALR: `annealEpochs` is -1; it must be a whole number of at least 0.",
  ],
])("%s is refused", (_what, mistake, message) => {
  expect(() => mistake(sgd(0.1, { momentum: 0.9 }))).toThrow(message);
});
