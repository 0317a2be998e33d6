import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { RandomSampler } from "../../../runtime/data/samplers.js";
import { root } from "../../experiment.js";

/** What Lightning's data modules print; Python's None is null. */
const golden = JSON.parse(
  readFileSync(join(root, "test", "reference", "extra", "datamodule_str.json"), "utf8").replaceAll("None", "null"),
) as Readonly<Record<string, string | number>>;

const numbers = (length: number) => ({ length, getItem: (i: number) => i });

test("an empty data module has no loaders", () => {
  expect(String(new LightningDataModule())).toBe(golden["str_empty"]);
});

test("the loaders of a data module are shown with their samples", () => {
  class Data extends LightningDataModule {
    override trainDataloader() {
      return new DataLoader(numbers(12));
    }

    override valDataloader() {
      return [new DataLoader(numbers(8)), new DataLoader(numbers(4))];
    }
  }
  expect(String(new Data())).toBe(golden["str_datamodule_two_val"]);
});

test("fromDatasets makes a loader for each data set, and shuffles those for training", () => {
  const data = LightningDataModule.fromDatasets({
    trainDataset: numbers(10),
    valDataset: [numbers(4), numbers(6)],
    batchSize: 3,
  });
  const train = data.trainDataloader?.() as DataLoader;
  expect(String(data)).toBe(golden["str_from_datasets"]);
  expect(train.length).toBe(golden["from_datasets_train_batches"]);
  expect(train.sampler).toBeInstanceOf(RandomSampler);
});

test("data sets by name become loaders by name", () => {
  const data = LightningDataModule.fromDatasets({ trainDataset: { small: numbers(2), large: numbers(5) } });
  expect(Object.keys(data.trainDataloader?.() as object)).toEqual(["small", "large"]);
});
