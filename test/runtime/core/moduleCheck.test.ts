import "../onCpu.js";
import { expect, test } from "vitest";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { checkManualOptimization, checkModule } from "../../../runtime/core/moduleCheck.js";
import { TinyModel } from "../trainer/tinyModel.js";

class Own extends TinyModel {
  lossFunction = () => 0;
  step(): void {}
  online(): void {}
  forwardTwice(): void {}
}

test("methods of one's own are no concern of the Trainer's", () => {
  expect(() => checkModule(new Own(), "fit")).not.toThrow();
});

test.each<[string, object, string]>([
  [
    "a hook that is misspelt",
    { onTrainBegin() {} },
    "Misspelt.onTrainBegin is no hook, so the Trainer would never call it. Did you mean `onTrainEnd`?",
  ],
  [
    "a hook with its Python name",
    { on_train_start() {} },
    "Misspelt.on_train_start is no hook, so the Trainer would never call it. Did you mean `onTrainStart`?",
  ],
  [
    "a method one letter beside one",
    { valDataLoader() {} },
    "Misspelt.valDataLoader is no hook, so the Trainer would never call it. Did you mean `valDataloader`?",
  ],
  [
    "a step two letters beside one",
    { validatonStp() {} },
    "Misspelt.validatonStp is no hook, so the Trainer would never call it. Did you mean `validationStep`?",
  ],
  [
    "a hook that Lightning has no longer",
    { training_epoch_end() {} },
    "Misspelt.training_epoch_end is never called: Lightning removed it in 2.0. Use `onTrainEpochEnd`, and keep in fields of the module what you need of the steps.",
  ],
])("%s is refused", (_what, methods, message) => {
  class Misspelt extends TinyModel {}
  Object.assign(Misspelt.prototype, methods);
  expect(() => checkModule(new Misspelt(), "fit")).toThrow(message);
});

test("a field that holds a function counts as a method", () => {
  class Arrow extends TinyModel {
    onTrainSart = () => {};
  }
  expect(() => checkModule(new Arrow(), "fit")).toThrow("Did you mean `onTrainStart`?");
});

test("manual optimization cannot clip or accumulate by itself", () => {
  const options = { gradientClipVal: null, accumulateGradBatches: 1 };
  expect(() => checkManualOptimization(options)).not.toThrow();
  expect(() => checkManualOptimization({ ...options, gradientClipVal: 1 })).toThrow(
    "`new Trainer({ gradientClipVal: 1 })` cannot work with manual optimization, where your `trainingStep` does the steps. Call `clipGradients` there, or leave `automaticOptimization` true.",
  );
  expect(() => checkManualOptimization({ ...options, accumulateGradBatches: 2 })).toThrow(
    "`new Trainer({ accumulateGradBatches: 2 })` cannot work with manual optimization, where your `trainingStep` does the steps. Step the optimizer there every so many batches, or leave `automaticOptimization` true.",
  );
});

test("predicting needs something to compute with", () => {
  class Nothing extends LightningModule {}
  expect(() => checkModule(new Nothing(), "predict")).toThrow(
    "`Trainer.predict` requires a `forward` or `predictStep` method to run. Define one.",
  );
  expect(() => checkModule(new TinyModel(), "predict")).not.toThrow();
});
