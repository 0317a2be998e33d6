import { expect, test } from "vitest";
import { optionsInForce } from "../../../../runtime/trainer/options/environment.js";

test("the environment gives defaults, the program's options win over them, and a launcher's over both", () => {
  const env = {
    LIGHTNING_TRAINER_MAX_EPOCHS: "3",
    LIGHTNING_TRAINER_CHECK_VAL_EVERY_N_EPOCH: "2",
    LIGHTNING_TRAINER_DEFAULT_ROOT_DIR: "/some where",
    LIGHTNING_OVERRIDES: '{"logEveryNSteps": 1}',
  };
  expect(optionsInForce({ maxEpochs: 5, logEveryNSteps: 10 }, env)).toEqual({
    maxEpochs: 5,
    checkValEveryNEpoch: 2,
    defaultRootDir: "/some where",
    logEveryNSteps: 1,
  });
});

test("numbers of batches keep their text, where 1.0 is all and 1 is one, and Python's words work too", () => {
  const env = {
    LIGHTNING_TRAINER_LIMIT_TRAIN_BATCHES: "1.0",
    LIGHTNING_TRAINER_LIMIT_VAL_BATCHES: "1",
    LIGHTNING_TRAINER_FAST_DEV_RUN: "True",
    LIGHTNING_TRAINER_MAX_TIME: "00:01:00:00",
  };
  expect(optionsInForce({}, env)).toEqual({
    limitTrainBatches: "1.0",
    limitValBatches: "1",
    fastDevRun: true,
    maxTime: "00:01:00:00",
  });
});

test("a launcher's overrides must be an object of options", () => {
  expect(() => optionsInForce({}, { LIGHTNING_OVERRIDES: "[1]" })).toThrow(
    'LIGHTNING_OVERRIDES is [1]; it must be a JSON object of Trainer options, such as {"fastDevRun": true}.',
  );
  expect(() => optionsInForce({}, { LIGHTNING_OVERRIDES: '{"maxStep": 1}' })).toThrow(
    "Trainer has no option `maxStep`. Did you mean `maxSteps`?",
  );
});
