import type { BatchSource } from "../core/loaders.js";
import { DataLoader } from "../data/dataLoader.js";
import { SequentialSampler } from "../data/samplers.js";

/** A loader for overfitting: the same batches in every epoch, so those of a shuffling one in the order of its data set. */
export function inOrder(loader: BatchSource, stage: "train" | "val"): BatchSource {
  if (!(loader instanceof DataLoader) || loader.sampler instanceof SequentialSampler) return loader;
  console.warn(
    `You requested to overfit but enabled ${stage} dataloader shuffling. We are turning off the ${stage} dataloader shuffling for you.`,
  );
  return loader.withSampler(new SequentialSampler(loader.sampler.length));
}
