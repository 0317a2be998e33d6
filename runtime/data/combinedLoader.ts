import type { BatchSource, LoaderCollection } from "../core/loaders.js";
import { alternatives } from "../errors.js";

/**
 * When several loaders are at an end: with the shortest; with the longest, the others beginning again or giving null; or they run one after
 * the other.
 */
export type CombinedMode = (typeof COMBINED_MODES)[number];

export const COMBINED_MODES = ["min_size", "max_size_cycle", "max_size", "sequential"] as const;

/** What a CombinedLoader gives: the batch, its number, and which loader it came from (0 unless they run one after the other). */
export type CombinedBatch = readonly [batch: unknown, batchIdx: number, dataloaderIdx: number];

/** Several loaders as one: each batch is a collection of theirs, in the form in which the loaders were given; or they run one after the other. */
export class CombinedLoader implements AsyncIterable<CombinedBatch> {
  /** The loaders in their order. */
  readonly flattened: readonly BatchSource[];

  /** @param iterables loaders in lists and objects, however deep. */
  constructor(
    readonly iterables: LoaderCollection,
    readonly mode: CombinedMode = "min_size",
  ) {
    if (!COMBINED_MODES.includes(mode)) {
      throw new RangeError(`CombinedLoader: the mode "${mode}" is not known. Choose ${alternatives(COMBINED_MODES)}.`);
    }
    this.flattened = loadersIn(iterables);
  }

  /** Batches in a pass; Infinity: a loader has no length and may go on. */
  get length(): number {
    const lengths = this.flattened.map((loader) => lengthOf(loader) ?? Number.POSITIVE_INFINITY);
    return lengths.length === 0 ? 0 : sizeOf(this.mode, lengths);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CombinedBatch, void> {
    if (this.mode !== "sequential") {
      let batchIdx = 0;
      for await (const batch of this.batches()) yield [batch, batchIdx++, 0];
      return;
    }
    for (const [dataloaderIdx, loader] of this.flattened.entries()) {
      let batchIdx = 0;
      for await (const batch of loader) yield [batch, batchIdx++, dataloaderIdx];
    }
  }

  /** The combined batches alone, as a source for a loop. */
  batches(): BatchSource {
    const { length } = this;
    const isAsync = this.flattened.some((loader) => Symbol.asyncIterator in loader);
    const source = (
      isAsync
        ? { [Symbol.asyncIterator]: () => new CombinedPass(this) }
        : { [Symbol.iterator]: () => new CombinedPass(this) }
    ) as BatchSource;
    return Number.isFinite(length) ? Object.assign(source, { length }) : source;
  }
}

/** Batches in a pass over loaders of these lengths. */
export function sizeOf(mode: CombinedMode, lengths: readonly number[]): number {
  if (mode === "min_size") return Math.min(...lengths);
  if (mode === "sequential") return lengths.reduce((sum, length) => sum + length, 0);
  return Math.max(...lengths);
}

type Answer = IteratorResult<unknown>;
type Round = Generator<Answer | Promise<Answer>, Answer, Answer>;

/** One pass over combined loaders. Its results are promises only when a loader's are. */
class CombinedPass {
  readonly #iterators: (Iterator<unknown> | AsyncIterator<unknown>)[];
  readonly #exhausted: boolean[];

  constructor(private readonly loader: CombinedLoader) {
    this.#iterators = loader.flattened.map(iteratorOf);
    this.#exhausted = loader.flattened.map(() => false);
  }

  next(): Answer | Promise<Answer> {
    const round = this.#round();
    return finish(round, round.next());
  }

  /** Lets the loaders clean up when a pass ends early. */
  return(): Answer {
    for (const iterator of this.#iterators) void iterator.return?.();
    return DONE;
  }

  /** Takes one batch from each loader in turn. */
  *#round(): Round {
    const { flattened, mode, iterables } = this.loader;
    const parts: unknown[] = [];
    for (const [i, loader] of flattened.entries()) {
      let answer = yield (this.#iterators[i] as Iterator<unknown>).next();
      if (answer.done) {
        this.#exhausted[i] = true;
        if (mode === "min_size" || this.#exhausted.every(Boolean)) return DONE;
        if (mode === "max_size_cycle") {
          const again = iteratorOf(loader) as Iterator<unknown>;
          this.#iterators[i] = again;
          answer = yield again.next();
          if (answer.done) return DONE;
        }
      }
      parts.push(answer.done ? null : answer.value);
    }
    return parts.length === 0 ? DONE : { done: false, value: inForm(iterables, parts) };
  }
}

/** Runs a round to its end, at once as far as the loaders answer at once. */
function finish(round: Round, state: IteratorResult<Answer | Promise<Answer>, Answer>): Answer | Promise<Answer> {
  let current = state;
  while (!current.done) {
    const { value } = current;
    if (value instanceof Promise) return value.then((answer) => finish(round, round.next(answer)));
    current = round.next(value);
  }
  return current.value;
}

const DONE: Answer = { done: true, value: undefined };

function iteratorOf(source: BatchSource): Iterator<unknown> | AsyncIterator<unknown> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/** The loaders in a collection, in order. */
export function loadersIn(collection: LoaderCollection): readonly BatchSource[] {
  return isCollection(collection) ? Object.values(collection).flatMap(loadersIn) : [collection];
}

/** Lists and plain objects hold loaders; anything else that can be gone through is one. */
export function isCollection(
  value: LoaderCollection,
): value is readonly LoaderCollection[] | Readonly<Record<string, LoaderCollection>> {
  if (Array.isArray(value)) return true;
  return typeof value === "object" && value !== null && !(Symbol.iterator in value) && !(Symbol.asyncIterator in value);
}

/** The parts, in the form of the collection that their loaders came in. */
function inForm(collection: LoaderCollection, parts: readonly unknown[]): unknown {
  let next = 0;
  const fill = (value: LoaderCollection): unknown => {
    if (!isCollection(value)) return parts[next++];
    if (Array.isArray(value)) return value.map(fill);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fill(inner)]));
  };
  return fill(collection);
}

/** Batches in a pass over a source; null: unknown. */
export function lengthOf(source: BatchSource): number | null {
  if (typeof source.length === "number") return source.length;
  return source instanceof Map || source instanceof Set ? source.size : null;
}
