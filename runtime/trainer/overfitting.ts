import type { BatchSource, LoaderCollection } from "../core/loaders.js";
import { CombinedLoader, isCollection } from "../data/combinedLoader.js";
import { DataLoader } from "../data/dataLoader.js";
import { SequentialSampler } from "../data/samplers.js";

/**
 * Loaders for overfitting: the same batches in every epoch, so those of a shuffling one in the order of its data set. A loader of another
 * kind that has a `sampler` is warned of too, and left as it is.
 */
export function inOrder(loaders: CombinedLoader, stage: "train" | "val"): CombinedLoader {
  if (loaders.flattened.every(isInOrder)) return loaders;
  console.warn(
    `You requested to overfit but enabled ${stage} dataloader shuffling. We are turning off the ${stage} dataloader shuffling for you.`,
  );
  return new CombinedLoader(sequential(loaders.iterables), loaders.mode);
}

function isInOrder(loader: BatchSource): boolean {
  return !("sampler" in loader) || loader.sampler instanceof SequentialSampler;
}

/** The same collection, whose loaders do not shuffle. */
function sequential(loaders: LoaderCollection): LoaderCollection {
  if (!isCollection(loaders)) {
    return loaders instanceof DataLoader && !isInOrder(loaders)
      ? loaders.withSampler(new SequentialSampler(loaders.dataset.length))
      : loaders;
  }
  if (Array.isArray(loaders)) return loaders.map(sequential);
  return Object.fromEntries(Object.entries(loaders).map(([name, inner]) => [name, sequential(inner)]));
}
