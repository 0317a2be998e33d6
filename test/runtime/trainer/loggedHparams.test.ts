import "../onCpu.js";
import { expect, test } from "vitest";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { loggedHparams } from "../../../runtime/trainer/loggedHparams.js";
import { TinyModel } from "./tinyModel.js";

function module(hparams: Record<string, unknown>): TinyModel {
  const model = new TinyModel();
  model.saveHyperparameters(hparams);
  return model;
}

function data(hparams: Record<string, unknown>): LightningDataModule {
  const datamodule = new LightningDataModule();
  datamodule.saveHyperparameters(hparams);
  return datamodule;
}

test("the module's and the data module's are logged together", () => {
  expect(loggedHparams(module({ lr: 0.1, seed: [1] }), data({ batchSize: 8, seed: [1] }))).toEqual({
    lr: 0.1,
    seed: [1],
    batchSize: 8,
  });
  expect(loggedHparams(new TinyModel(), data({ batchSize: 8 }))).toEqual({ batchSize: 8 });
  expect(loggedHparams(new TinyModel(), null)).toBe(null);
});

test("one name with two values is refused", () => {
  expect(() => loggedHparams(module({ shared: 1 }), data({ shared: 2 }))).toThrow(
    "Error while merging hparams: `shared` is 1 in the module's hyperparameters and 2 in the data module's. Give it the same value in both, or another name in one.",
  );
});
