import "../onCpu.js";
import { expect, test } from "vitest";
import { type ResolvedOptions, resolveOptions, type TrainerOptions } from "../../../runtime/trainer/options.js";

test("without options it trains 1000 epochs on everything, validates each epoch and logs every 50 steps", () => {
  expect(resolveOptions({ defaultRootDir: "/runs" }, {})).toEqual({
    maxEpochs: 1000,
    minEpochs: 0,
    maxSteps: -1,
    minSteps: 0,
    limitTrainBatches: ALL,
    limitValBatches: ALL,
    limitTestBatches: ALL,
    limitPredictBatches: ALL,
    fastDevRun: 0,
    valCheckInterval: ALL,
    checkValEveryNEpoch: 1,
    numSanityValSteps: 2,
    logEveryNSteps: 50,
    accumulateGradBatches: 1,
    gradientClipVal: null,
    gradientClipAlgorithm: null,
    logger: true,
    callbacks: [],
    enableProgressBar: true,
    enableModelSummary: true,
    defaultRootDir: "/runs",
  });
});

test.each<[number | string, ResolvedOptions["limitTrainBatches"]]>([
  [3, { kind: "count", batches: 3 }],
  [1, { kind: "count", batches: 1 }],
  [0, { kind: "count", batches: 0 }],
  [0.25, { kind: "fraction", share: 0.25 }],
  ["1.0", { kind: "fraction", share: 1 }],
  ["0.5", { kind: "fraction", share: 0.5 }],
])("a limit of %j is %j", (limit, resolved) => {
  expect(resolveOptions({ limitTrainBatches: limit }, {}).limitTrainBatches).toEqual(resolved);
});

test("maxSteps alone lifts the limit of epochs, and minSteps asks for an epoch", () => {
  const { maxEpochs, minEpochs } = resolveOptions({ maxSteps: 7, minSteps: 3 }, {});
  expect({ maxEpochs, minEpochs }).toEqual({ maxEpochs: -1, minEpochs: 1 });
});

test("fastDevRun runs so many batches of everything, once, without logs", () => {
  const { maxEpochs, maxSteps, limitTrainBatches, limitTestBatches, logger, numSanityValSteps } = resolveOptions(
    { fastDevRun: 2, maxEpochs: 9, limitTrainBatches: 5 },
    {},
  );
  expect({ maxEpochs, maxSteps, limitTrainBatches, limitTestBatches, logger, numSanityValSteps }).toEqual({
    maxEpochs: 1,
    maxSteps: 2,
    limitTrainBatches: { kind: "count", batches: 2 },
    limitTestBatches: { kind: "count", batches: 2 },
    logger: false,
    numSanityValSteps: 0,
  });
  expect(resolveOptions({ fastDevRun: true }, {}).fastDevRun).toBe(1);
});

test("the environment gives defaults, the program's options win over them, and a launcher's over both", () => {
  const env = {
    LIGHTNING_TRAINER_MAX_EPOCHS: "3",
    LIGHTNING_TRAINER_LIMIT_VAL_BATCHES: "0.5",
    LIGHTNING_TRAINER_DEFAULT_ROOT_DIR: "/some where",
    LIGHTNING_OVERRIDES: '{"logEveryNSteps": 1}',
  };
  const { maxEpochs, limitValBatches, defaultRootDir, logEveryNSteps } = resolveOptions(
    { maxEpochs: 5, logEveryNSteps: 10 },
    env,
  );
  expect({ maxEpochs, limitValBatches, defaultRootDir, logEveryNSteps }).toEqual({
    maxEpochs: 5,
    limitValBatches: { kind: "fraction", share: 0.5 },
    defaultRootDir: "/some where",
    logEveryNSteps: 1,
  });
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
  [{ accumulateGradBatches: 0 }, "`accumulateGradBatches` must be a whole number of at least 1. You passed in 0."],
])("%j is refused", (options, message) => {
  expect(() => resolveOptions(options as TrainerOptions, {})).toThrow(message);
});

test("an option that is like none lists them", () => {
  expect(() => resolveOptions({ gpus: 1 } as TrainerOptions, {})).toThrow(
    /^Trainer has no option `gpus`\. The options are `maxEpochs`, `minEpochs`, .* or `defaultRootDir`\.$/,
  );
});

test("a launcher's overrides must be an object of options", () => {
  expect(() => resolveOptions({}, { LIGHTNING_OVERRIDES: "[1]" })).toThrow(
    'LIGHTNING_OVERRIDES is [1]; it must be a JSON object of Trainer options, such as {"fastDevRun": true}.',
  );
  expect(() => resolveOptions({}, { LIGHTNING_OVERRIDES: '{"maxStep": 1}' })).toThrow(
    "Trainer has no option `maxStep`. Did you mean `maxSteps`?",
  );
});

const ALL = { kind: "fraction", share: 1 };
