import { isCollection } from "../data/combinedLoader.js";
import type { LightningDataModule } from "./lightningDataModule.js";

const STAGES = [
  ["Train", "trainDataloader"],
  ["Validation", "valDataloader"],
  ["Test", "testDataloader"],
  ["Predict", "predictDataloader"],
] as const;

/** The loaders of a data module with the samples in each: `{Train dataloader: size=12}`, a line each. */
export function dataModuleText(datamodule: LightningDataModule): string {
  return STAGES.map(([stage, name]) => `{${stage} dataloader: ${loadersText(datamodule[name]?.())}}`).join("\n");
}

function loadersText(loaders: unknown): string {
  if (loaders === undefined || loaders === null) return "null";
  if (loaders instanceof Promise) return "asynchronous";
  if (!isCollection(loaders as never)) return sizeText(loaders);
  return Object.values(loaders)
    .map((loader, i) => `${i + 1}. ${sizeText(loader)}`)
    .join(" ; ");
}

function sizeText(loader: unknown): string {
  const { dataset } = loader as { readonly dataset?: { readonly length?: unknown } };
  return `size=${typeof dataset?.length === "number" ? dataset.length : "NA"}`;
}
