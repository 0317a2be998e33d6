import { DataLoader } from "../data/dataLoader.js";
import type { Dataset } from "../data/dataset.js";
import type { LightningDataModule } from "./lightningDataModule.js";
import type { LoaderCollection } from "./loaders.js";

/** One data set, or several in a list or by name. */
export type Datasets = Dataset | readonly Dataset[] | Readonly<Record<string, Dataset>>;

export interface FromDatasetsOptions {
  readonly trainDataset?: Datasets;
  readonly valDataset?: Datasets;
  readonly testDataset?: Datasets;
  readonly predictDataset?: Datasets;
  /** Samples in a batch; default 1. */
  readonly batchSize?: number;
}

/** Gives a data module the loaders of some data sets; those for training are shuffled. */
export function withDatasets<T extends LightningDataModule>(datamodule: T, options: FromDatasetsOptions): T {
  const { trainDataset, valDataset, testDataset, predictDataset, batchSize = 1 } = options;
  const loaders = { trainDataset, valDataset, testDataset, predictDataset };
  for (const [name, datasets] of Object.entries(loaders)) {
    if (datasets === undefined) continue;
    const shuffle = name === "trainDataset";
    const method = () => loadersOf(datasets, (dataset) => new DataLoader(dataset, { batchSize, shuffle }));
    Object.assign(datamodule, { [name.replace("Dataset", "Dataloader")]: method });
  }
  return datamodule;
}

function loadersOf(datasets: Datasets, load: (dataset: Dataset) => DataLoader): LoaderCollection {
  if (Array.isArray(datasets)) return (datasets as readonly Dataset[]).map(load);
  if (isDataset(datasets)) return load(datasets);
  return Object.fromEntries(
    Object.entries(datasets as Readonly<Record<string, Dataset>>).map(([name, dataset]) => [name, load(dataset)]),
  );
}

function isDataset(value: Datasets): value is Dataset {
  return "getItem" in value && typeof value.getItem === "function";
}
