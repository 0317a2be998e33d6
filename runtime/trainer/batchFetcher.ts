import type { BatchSource } from "../core/loaders.js";

/** A batch, with whether it is the last one as far as that is known. */
export interface Fetched {
  readonly batch: unknown;
  readonly isLast: boolean;
}

/** Takes batches from a source up to a limit. One of unknown length is read one batch ahead, to know which is the last. */
export class BatchFetcher {
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  readonly #readsAhead: boolean;
  #ahead: IteratorResult<unknown> | null = null;
  #fetched = 0;

  /** @param limit batches to take at most; Infinity: all. */
  constructor(
    source: BatchSource,
    private readonly limit: number,
  ) {
    this.#iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#readsAhead = lengthOf(source) === null;
  }

  /** The next batch, or null after the last. A promise only when the source is asynchronous. */
  next(): Fetched | null | Promise<Fetched | null> {
    if (this.#fetched >= this.limit) return null;
    const result = this.#ahead ?? this.#iterator.next();
    this.#ahead = null;
    return result instanceof Promise ? result.then((value) => this.#take(value)) : this.#take(result);
  }

  /** Lets the source clean up when a pass ends early. */
  close(): void {
    void this.#iterator.return?.();
  }

  #take(result: IteratorResult<unknown>): Fetched | null | Promise<Fetched | null> {
    if (result.done) return null;
    this.#fetched++;
    const batch = result.value;
    if (this.#fetched >= this.limit) return { batch, isLast: true };
    if (!this.#readsAhead) return { batch, isLast: false };
    const ahead = this.#iterator.next();
    if (ahead instanceof Promise) {
      return ahead.then((value) => {
        this.#ahead = value;
        return { batch, isLast: value.done === true };
      });
    }
    this.#ahead = ahead;
    return { batch, isLast: ahead.done === true };
  }
}

/** Batches in a pass over a source; null: unknown. */
export function lengthOf(source: BatchSource): number | null {
  return typeof source.length === "number"
    ? source.length
    : source instanceof Map || source instanceof Set
      ? source.size
      : null;
}
