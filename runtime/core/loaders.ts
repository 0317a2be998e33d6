/** A source of batches: anything that can be gone through, such as a DataLoader; with a `length` where it is known. */
export type BatchSource = (Iterable<unknown> | AsyncIterable<unknown>) & { readonly length?: number };

/** One source, or several: a list of them one after another (validation, test, predict), or by name. */
export type Dataloaders = BatchSource | readonly BatchSource[];
