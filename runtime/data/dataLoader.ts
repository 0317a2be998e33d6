import type { StateDict } from "../checkpoint/stateful.js";
import { generator, type RandomGenerator } from "../random.js";
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
  #pass: DataLoaderPass<Sample> | null = null;
  #place: StateDict | null = null;

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

  /** The same batches but for their order. */
  withSampler(sampler: Sampler): DataLoader<Sample> {
    const { batchSize, dropLast } = this;
    return new DataLoader(this.dataset, { batchSize, dropLast, sampler, collateFn: this.#collate });
  }

  [Symbol.iterator](): DataLoaderPass<Sample> {
    this.#pass = new DataLoaderPass(this, (samples) => this.#collate(samples), this.#place);
    this.#place = null;
    return this.#pass;
  }

  /**
   * The place in the pass that was begun last.
   *
   * @param moment.isOver no more batches are taken of that pass, though it may have some.
   * @param moment.isOpen the last batch is to be taken again.
   */
  stateDict({ isOver = false, isOpen = false } = {}): StateDict {
    return this.#pass?.stateDict(isOver, isOpen) ?? {};
  }

  /** The next pass begins at the place of a state, with the order that there was. */
  loadStateDict(state: StateDict): void {
    this.#place = state;
  }
}

/** A state of a pass: samples taken, and states of the generator. */
interface Place {
  readonly samples?: number;
  readonly drawnFrom?: StateDict;
  readonly now?: StateDict;
}

/** One pass over a DataLoader. */
export class DataLoaderPass<Sample> implements IterableIterator<unknown> {
  /** Places in the data set of the batch that was taken last. */
  batchIndices: readonly number[] = [];
  readonly #order: Iterator<number>;
  readonly #random: RandomGenerator;
  /** The generator's state from which the order was drawn. */
  readonly #drawnFrom: StateDict;
  #samples = 0;
  #samplesBefore = 0;
  #isOver = false;

  /** @param place where to begin; null: at the first sample of a new order. */
  constructor(
    private readonly loader: DataLoader<Sample>,
    private readonly collate: (samples: Sample[]) => unknown,
    place: StateDict | null,
  ) {
    const { sampler } = loader;
    this.#random = sampler.random ?? generator;
    const { samples = 0, drawnFrom, now } = (place ?? {}) as Place;
    const later = now ?? this.#random.stateDict();
    if (samples > 0 && drawnFrom !== undefined) this.#random.loadStateDict(drawnFrom);
    else if (now !== undefined) this.#random.loadStateDict(now);
    this.#drawnFrom = this.#random.stateDict();
    // Drawn at once, so that it does not depend on what else is drawn meanwhile.
    this.#order = (sampler instanceof SequentialSampler ? sampler : [...sampler])[Symbol.iterator]();
    if (samples === 0) return;
    this.#random.loadStateDict(later);
    while (this.#samples < samples && !this.#order.next().done) this.#samples++;
  }

  stateDict(isOver: boolean, isOpen: boolean): StateDict {
    // The process's generator is saved by whoever saves the run; one of the loader's own is saved here.
    const now = this.#random === generator ? {} : { now: this.#random.stateDict() };
    const { length, batchSize, sampler } = this.loader;
    const taken = isOpen ? this.#samplesBefore : this.#samples;
    const atEnd = isOver || (this.#isOver && !isOpen) || taken >= Math.min(sampler.length, length * batchSize);
    return atEnd ? { samples: 0, ...now } : { samples: taken, drawnFrom: this.#drawnFrom, ...now };
  }

  return(): IteratorResult<unknown, undefined> {
    this.#isOver = true;
    return { done: true, value: undefined };
  }

  next(): IteratorResult<unknown, undefined> {
    const { batchSize, dropLast, dataset } = this.loader;
    const indices: number[] = [];
    const samples: Sample[] = [];
    while (indices.length < batchSize) {
      const { done, value } = this.#order.next();
      if (done) break;
      indices.push(value);
      samples.push(dataset.getItem(value));
    }
    if (indices.length === 0 || (dropLast && indices.length < batchSize)) return { done: true, value: undefined };
    this.batchIndices = indices;
    this.#samplesBefore = this.#samples;
    this.#samples += indices.length;
    return { done: false, value: this.collate(samples) };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
