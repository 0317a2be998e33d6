import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { Linear } from "../../../runtime/nn/linear.js";

class Model extends LightningModule {
  lr = 0.1;
  hidden = [64, 32];
}

test("hyperparameters are given as an object, or as names of fields", () => {
  const model = new Model();
  model.saveHyperparameters({ batchSize: 8 });
  model.saveHyperparameters("lr", "hidden");
  expect(model.hparams).toEqual({ batchSize: 8, lr: 0.1, hidden: [64, 32] });
});

test("what is ignored is not kept, also when it was saved before", () => {
  const model = new Model();
  model.saveHyperparameters({ lr: 0.1, teacher: "big" });
  model.saveHyperparameters({ hidden: 4 }, { ignore: "teacher" });
  expect(model.hparams).toEqual({ lr: 0.1, hidden: 4 });
});

test("the initial ones stay as they were when saved", () => {
  const model = new Model();
  model.saveHyperparameters("hidden");
  (model.hparams["hidden"] as number[]).push(16);
  model.hparams["lr"] = 1;
  expect([model.hparams, model.hparamsInitial]).toEqual([{ hidden: [64, 32, 16], lr: 1 }, { hidden: [64, 32] }]);
});

test("they are for the loggers unless that is not wanted", () => {
  const data = new LightningDataModule();
  expect(data.logsHyperparameters).toBe(false);
  data.saveHyperparameters({ batchSize: 8 });
  expect(data.logsHyperparameters).toBe(true);
  data.saveHyperparameters({ batchSize: 8 }, { logger: false });
  expect(data.logsHyperparameters).toBe(false);
});

test("nothing, an unknown field and an assignment are refused", () => {
  const model = new Model();
  expect(() => model.saveHyperparameters()).toThrow(
    "Model: `saveHyperparameters()` needs the hyperparameters, since a constructor's arguments are not known in JavaScript. Write `saveHyperparameters({ lr, hidden })`, or the names of fields that are set already.",
  );
  expect(() => model.saveHyperparameters("depth")).toThrow(
    'Model has no field `depth` yet, so `saveHyperparameters("depth")` cannot save it. Set it before, or write `saveHyperparameters({ depth })`.',
  );
  expect(() => {
    model.hparams = {} as never;
  }).toThrow("`hparams` of Model cannot be assigned. Change its entries, or call `saveHyperparameters`.");
});

test("a module among them is warned of", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  new Model().saveHyperparameters({ layer: new Linear(2, 1) });
  expect(warn.mock.calls).toEqual([
    [
      "The hyperparameter 'layer' is a Module, whose weights are in every checkpoint already. Leave it out: `saveHyperparameters(…, { ignore: \"layer\" })`.",
    ],
  ]);
  warn.mockRestore();
});
