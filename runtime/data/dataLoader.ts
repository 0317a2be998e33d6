import type { RandomGenerator } from "../random.js";
import { defaultCollate } from "./collate.js";
import type { Dataset } from "./dataset.js";
import { RandomSampler, type Sampler, SequentialSampler } from "./samplers.js";

export interface DataLoaderOptions<Sample = unknown> {
  /** Samples in a batch; default 1. */
  readonly batchSize?: number;
  /** A new random order each epoch; default false. */
  readonly shuffle?: boolean;
  /** An order of its own; not together with `shuffle`. */
  readonly sampler?: Sampler;
  /** Leaves out a last batch that is not full; default false. */
  readonly dropLast?: boolean;
  /** Makes a batch of samples; default `defaultCollate`. */
  readonly collateFn?: (samples: Sample[]) => unknown;
  /** Where `shuffle` draws from; default: the process's generator. */
  readonly generator?: RandomGenerator;
}

/** Batches of a data set. Each `for … of` is one pass; the tensors of a batch belong to whoever takes it. */
export class DataLoader<Sample = unknown> implements Iterable<unknown> {
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly sampler: Sampler;
  readonly #collate: (samples: Sample[]) => unknown;

  constructor(
    readonly dataset: Dataset<Sample>,
    options: DataLoaderOptions<Sample> = {},
  ) {
    const { batchSize = 1, shuffle = false, sampler, dropLast = false, collateFn = defaultCollate } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new RangeError(`DataLoader: \`batchSize\` is ${batchSize}; it must be a whole number of at least 1.`);
    }
    if (sampler !== undefined && shuffle) {
      throw new Error(
        "DataLoader: `sampler` and `shuffle` exclude each other: a sampler is an order already. Drop one of them.",
      );
    }
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.sampler =
      sampler ??
      (shuffle ? new RandomSampler(dataset.length, options.generator) : new SequentialSampler(dataset.length));
    this.#collate = collateFn;
  }

  /** Batches in a pass. */
  get length(): number {
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  *[Symbol.iterator](): Generator<unknown, void> {
    let samples: Sample[] = [];
    for (const index of this.sampler) {
      samples.push(this.dataset.getItem(index));
      if (samples.length < this.batchSize) continue;
      yield this.#collate(samples);
      samples = [];
    }
    if (samples.length > 0 && !this.dropLast) yield this.#collate(samples);
  }
}
