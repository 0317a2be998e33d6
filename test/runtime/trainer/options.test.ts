import "../onCpu.js";
import { expect, test } from "vitest";
import { resolveOptions, type TrainerOptions } from "../../../runtime/trainer/options.js";

test("without options it trains 1000 epochs on everything, validates each epoch and logs every 50 steps", () => {
  expect(resolveOptions({ defaultRootDir: "/runs" }, {})).toEqual({
    maxEpochs: 1000,
    maxEpochsUnset: true,
    minEpochs: 0,
    maxSteps: -1,
    minSteps: 0,
    maxTime: null,
    limitTrainBatches: ALL,
    limitValBatches: ALL,
    limitTestBatches: ALL,
    limitPredictBatches: ALL,
    overfitBatches: NONE,
    fastDevRun: 0,
    valCheckInterval: ALL,
    checkValEveryNEpoch: 1,
    numSanityValSteps: 2,
    logEveryNSteps: 50,
    accumulateGradBatches: 1,
    gradientClipVal: null,
    gradientClipAlgorithm: null,
    reloadDataloadersEveryNEpochs: 0,
    logger: true,
    callbacks: [],
    enableCheckpointing: true,
    enableProgressBar: true,
    enableModelSummary: true,
    enableAutologHparams: true,
    profiler: null,
    detectAnomaly: false,
    barebones: false,
    inferenceMode: true,
    defaultRootDir: "/runs",
  });
});

test("maxSteps alone lifts the limit of epochs, and minSteps asks for an epoch", () => {
  const { maxEpochs, minEpochs } = resolveOptions({ maxSteps: 7, minSteps: 3 }, {});
  expect({ maxEpochs, minEpochs }).toEqual({ maxEpochs: -1, minEpochs: 1 });
});

test("a time limit lifts the limit of epochs too", () => {
  const { maxEpochs, maxTime } = resolveOptions({ maxTime: { minutes: 5 } }, {});
  expect({ maxEpochs, maxTime }).toEqual({ maxEpochs: -1, maxTime: { minutes: 5 } });
});

test("fastDevRun runs so many batches of everything, once, whatever else is set", () => {
  const { maxEpochs, maxSteps, limitTrainBatches, limitTestBatches, numSanityValSteps, valCheckInterval } =
    resolveOptions({ fastDevRun: 2, maxEpochs: 9, limitTrainBatches: 5, valCheckInterval: 3 }, {});
  expect({ maxEpochs, maxSteps, limitTrainBatches, limitTestBatches, numSanityValSteps, valCheckInterval }).toEqual({
    maxEpochs: 1,
    maxSteps: 2,
    limitTrainBatches: { kind: "count", batches: 2 },
    limitTestBatches: { kind: "count", batches: 2 },
    numSanityValSteps: 0,
    valCheckInterval: ALL,
  });
  expect(resolveOptions({ fastDevRun: true }, {}).fastDevRun).toBe(1);
});

test("overfitting limits training and validation to the same batches", () => {
  const { limitTrainBatches, limitValBatches, limitTestBatches } = resolveOptions({ overfitBatches: 3 }, {});
  const three = { kind: "count", batches: 3 };
  expect([limitTrainBatches, limitValBatches, limitTestBatches]).toEqual([three, three, ALL]);
});

test.each<[Record<string, unknown>, string]>([
  [{ maxEpoch: 3 }, "Trainer has no option `maxEpoch`. Did you mean `maxEpochs`?"],
  [{ max_epochs: 3 }, "Trainer has no option `max_epochs`. Did you mean `maxEpochs`?"],
  [{ maxEpochs: -2 }, "`maxEpochs` must be a non-negative integer or -1. You passed in -2."],
  [
    { limitTrainBatches: 1.5 },
    'You have passed invalid value 1.5 for limitTrainBatches, it has to be a share between 0 and 1, such as 0.5 or "1.0", or a whole number of batches.',
  ],
  [
    { fastDevRun: -1 },
    "fastDevRun=-1 is not a valid configuration. It should be true, false, or a number of batches >= 0.",
  ],
  [
    { fastDevRun: "yes" },
    'fastDevRun="yes" is not a valid configuration. It should be true, false, or a number of batches >= 0.',
  ],
  [
    { gradientClipVal: "0.5" },
    '`gradientClipVal` must be a number, or null for no clipping. You passed in "0.5" (string).',
  ],
  [
    { gradientClipAlgorithm: "l1" },
    '`gradientClipAlgorithm` "l1" is invalid. It can be `norm`, which scales all gradients together, or `value`, which cuts each one.',
  ],
  [
    { maxTime: "5 minutes" },
    '`maxTime` is "5 minutes", which is no span of time. Write "DD:HH:MM:SS", such as "00:01:30:00", or the parts, such as { hours: 1, minutes: 30 }.',
  ],
  [
    { checkValEveryNEpoch: 0 },
    "`checkValEveryNEpoch` must be a whole number of at least 1, or null to count batches across epochs. You passed in 0.",
  ],
  [{ profiler: "xla" }, '`profiler` "xla" is unknown. It can be `simple`, `advanced`, or a Profiler of your own.'],
  [
    { logger: "csv" },
    '`logger` must be a Logger, a list of them, true or false. You passed in "csv". For a CSV file write `new loggers.CSVLogger(folder)`.',
  ],
  [
    { callbacks: [Date] },
    "`callbacks` must be Callbacks. You passed in Date. Extend `Callback`, and give the object, not the class.",
  ],
  [{ accumulateGradBatches: 0 }, "`accumulateGradBatches` must be a whole number of at least 1. You passed in 0."],
])("%j is refused", (options, message) => {
  expect(() => resolveOptions(options as TrainerOptions, {})).toThrow(message);
});

test("an option that is like none lists them", () => {
  expect(() => resolveOptions({ gpus: 1 } as TrainerOptions, {})).toThrow(
    /^Trainer has no option `gpus`\. The options are `maxEpochs`, `minEpochs`, .* or `modelRegistry`\.$/,
  );
});

const ALL = { kind: "fraction", share: 1 };
const NONE = { kind: "count", batches: 0 };
