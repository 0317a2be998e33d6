import type { CombinedLoader } from "../data/combinedLoader.js";

/** A source of batches: anything that can be gone through, such as a DataLoader; with a `length` where it is known. */
export type BatchSource = (Iterable<unknown> | AsyncIterable<unknown>) & { readonly length?: number };

/** Loaders in lists and objects, however deep. An array counts as a list of loaders, never as a loader. */
export type LoaderCollection =
  | BatchSource
  | readonly LoaderCollection[]
  | { readonly [name: string]: LoaderCollection };

/**
 * One source, or several: in training their batches are combined, in validation, test and prediction they run one after another; a
 * CombinedLoader says how.
 */
export type Dataloaders = LoaderCollection | CombinedLoader;
