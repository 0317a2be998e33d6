import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import type { LightningModule as Model } from "../../../runtime/core/lightningModule.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { type FitData, Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel, unsized } from "./tinyModel.js";

vi.spyOn(console, "log").mockReturnValue();
vi.spyOn(console, "warn").mockReturnValue();

class WithoutStep extends LightningModule {
  override configureOptimizers() {
    return null;
  }
}

class PythonNames extends TinyModel {
  on_train_start(): void {}
}

class Misspelt extends TinyModel {
  onTrainBegin(): void {}
}

class Unlike extends TinyModel {
  onceUponATime(): void {}
  onWednesday(): void {}
}

class Returning extends TinyModel {
  constructor(private readonly value: unknown) {
    super();
  }

  override trainingStep(): never {
    return this.value as never;
  }
}

test.each<[string, () => Model, string]>([
  [
    "a model without trainingStep",
    () => new WithoutStep(),
    "WithoutStep has no `trainingStep()` method. The Trainer needs `trainingStep()`, `configureOptimizers()` and a `trainDataloader()` to fit.",
  ],
  ["what is no model", () => ({}) as never, "`model` must be a `LightningModule`, got Object."],
  [
    "a hook with Python's name",
    () => new PythonNames(),
    "PythonNames.on_train_start is no hook, so the Trainer would never call it. Did you mean `onTrainStart`?",
  ],
  [
    "a misspelt hook",
    () => new Misspelt(),
    "Misspelt.onTrainBegin is no hook, so the Trainer would never call it. Did you mean `onTrainEnd`?",
  ],
  [
    "a method that looks like a hook",
    () => new Unlike(),
    "Unlike.onWednesday is no hook, so the Trainer would never call it. If it is a method of your own, give it a name that does not begin with `on`.",
  ],
  [
    "an asynchronous step",
    () => new Returning(Promise.resolve()),
    "`trainingStep` is asynchronous, and gradients can only be taken of what it computes at once. Remove `async`; do what takes time in a DataLoader or a hook.",
  ],
  [
    "a step that returns a number",
    () => new Returning(0.5),
    "In automatic optimization, `trainingStep` must return a tensor, an object with `loss`, or nothing to skip the batch; it returned 0.5.",
  ],
  [
    "a step whose object has no loss",
    () => new Returning({ los: 1 }),
    "In automatic optimization, when `trainingStep` returns an object, it needs a tensor `loss`.",
  ],
])("fit refuses %s", async (_what, model, message) => {
  await expect(new Trainer(QUIET).fit(model(), { trainDataloaders: batches(2) })).rejects.toThrow(message);
});

test.each<[string, TrainerOptions, FitData, string]>([
  [
    "no loader",
    {},
    {},
    "`trainDataloader` must be implemented to be used with the Trainer. Define it in the data module or in the module, or pass loaders to the call.",
  ],
  [
    "something else than a loader",
    {},
    { trainDataloaders: 5 as never },
    "An invalid dataloader was returned from or passed as `trainDataloader`. Found 5. Give a DataLoader or something else to iterate over.",
  ],
  [
    "loaders and a data module",
    {},
    { trainDataloaders: batches(1), datamodule: new LightningDataModule() },
    "You cannot pass `trainDataloaders` or `valDataloaders` to `trainer.fit` together with a `datamodule`. Pass one or the other.",
  ],
  [
    "a share that leaves no batch",
    { limitTrainBatches: 0.1 },
    { trainDataloaders: batches(4) },
    "You requested to check 0.1 of the `trainDataloader` but 0.1 * 4 < 1. Please increase the `limitTrainBatches` argument. Try at least `limitTrainBatches=0.25`.",
  ],
  [
    "a share of a loader without length",
    { limitTrainBatches: 0.5 },
    { trainDataloaders: unsized(4) },
    "The `trainDataloader` has no length, so `limitTrainBatches=0.5` cannot be a share of it. Give a number of batches, or a loader with a length.",
  ],
  [
    "a validation interval longer than the epoch",
    { valCheckInterval: 10 },
    { trainDataloaders: batches(2) },
    "`valCheckInterval` (10) must be less than or equal to the number of the training batches (2). " +
      "To validate only after so many batches, whatever the epochs, set `checkValEveryNEpoch: null`.",
  ],
])("fit refuses %s", async (_what, options, data, message) => {
  await expect(new Trainer({ ...QUIET, ...options }).fit(new TinyModel(), data)).rejects.toThrow(message);
});

test("validate, test and predict say which step is missing", async () => {
  const trainer = new Trainer(QUIET);
  const data = { dataloaders: batches(1) };
  await expect(trainer.validate(new TinyModel(), data)).rejects.toThrow(
    "No `validationStep()` method defined to run `Trainer.validate`. Define one in TinyModel.",
  );
  await expect(trainer.test(new TinyModel(), data)).rejects.toThrow(
    "No `testStep()` method defined to run `Trainer.test`. Define one in TinyModel.",
  );
  await expect(trainer.predict(new WithoutStep(), data)).rejects.toThrow(
    "`Trainer.predict` requires a `forward` or `predictStep` method to run. Define one.",
  );
});

test.each<[unknown, string]>([
  [
    "x",
    '`this.log("a", …)` was called with a string, which cannot be logged. Give a number, a tensor with one element, or a Metric.',
  ],
  [
    null,
    '`this.log("a", …)` was called with null, which cannot be logged. Give a number, a tensor with one element, or a Metric.',
  ],
])("%j cannot be logged", async (value, message) => {
  class Logging extends TinyModel {
    override trainingStep(batch: unknown): tf.Tensor {
      this.log("a", value as number);
      return super.trainingStep(batch);
    }
  }
  await expect(new Trainer(QUIET).fit(new Logging(), { trainDataloaders: batches(1) })).rejects.toThrow(message);
});

test("a logged tensor of several values says so", async () => {
  class Logging extends TinyModel {
    override trainingStep(batch: unknown): tf.Tensor {
      this.log("a", tf.zeros([2]));
      return super.trainingStep(batch);
    }
  }
  await expect(new Trainer(QUIET).fit(new Logging(), { trainDataloaders: batches(1) })).rejects.toThrow(
    '`this.log("a", …)` was called with a tensor of shape [2], but it must have a single element. Reduce it first, for example by `.mean()`.',
  );
});

test("a module without a Trainer says when it has one", () => {
  expect(() => new TinyModel().trainer).toThrow(
    "TinyModel is not attached to a `Trainer`. It is while `fit`, `validate`, `test` or `predict` runs.",
  );
});
