import { tf } from "../backend/tf.js";
import type { BatchSource } from "../core/loaders.js";
import { lengthOf } from "../data/combinedLoader.js";

/** A batch, with whether it is the last one as far as that is known. */
export interface Fetched {
  readonly batch: unknown;
  readonly isLast: boolean;
}

/**
 * Takes batches from a source up to a limit. One of unknown length is read one batch ahead, to know which is the last. The tensors that the
 * source makes for a batch belong to the scope in which that batch is handed out.
 */
export class BatchFetcher {
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  readonly #readsAhead: boolean;
  #ahead: { readonly result: IteratorResult<unknown>; readonly own: readonly tf.Tensor[] } | null = null;
  /** Batches of the pass, those before a checkpoint among them: by these it knows the last one. */
  #fetched = 0;
  /** Batches that it took itself. */
  #taken = 0;
  #isOver = false;

  /** @param limit batches to take at most; Infinity: all. */
  constructor(
    source: BatchSource,
    private readonly limit: number,
  ) {
    this.#iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#readsAhead = lengthOf(source) === null && limit === Number.POSITIVE_INFINITY;
  }

  /** Counts batches of this pass that were taken before a checkpoint; the source decides where it goes on. */
  count(before: number): void {
    this.#fetched += before;
  }

  /** Reads the first batch of a source of unknown length ahead. A promise only when the source is asynchronous. */
  start(): void | Promise<void> {
    if (!this.#readsAhead || this.#ahead !== null) return undefined;
    const engine = tf.engine();
    engine.startScope();
    const first = this.#iterator.next();
    const put = (value: IteratorResult<unknown>) => {
      this.#ahead = { result: value, own: keepNew(value.value) };
      engine.endScope();
    };
    return first instanceof Promise ? first.then(put) : put(first);
  }

  /** The next batch, or null after the last. A promise only when the source is asynchronous. */
  next(): Fetched | null | Promise<Fetched | null> {
    if (this.#isOver || this.#taken >= this.limit) return null;
    const result = this.#takeAhead() ?? this.#iterator.next();
    return result instanceof Promise ? result.then((value) => this.#take(value)) : this.#take(result);
  }

  /** Places in the data set of the batch that was taken last; null when the source does not know. */
  get batchIndices(): readonly number[] | null {
    return (this.#iterator as { readonly batchIndices?: readonly number[] }).batchIndices ?? null;
  }

  /** Lets go what was read ahead; the source may be gone through again. */
  abandon(): void {
    for (const tensor of this.#ahead?.own ?? []) tensor.dispose();
    this.#ahead = null;
  }

  /** Lets the source clean up when a pass ends early. */
  close(): void {
    this.abandon();
    void this.#iterator.return?.();
  }

  #take(result: IteratorResult<unknown>): Fetched | null | Promise<Fetched | null> {
    if (result.done) return null;
    this.#fetched++;
    this.#taken++;
    const batch = result.value;
    this.#isOver = this.#fetched >= this.limit;
    if (this.#isOver) return { batch, isLast: true };
    if (!this.#readsAhead) return { batch, isLast: false };
    const ahead = this.#iterator.next();
    const put = (value: IteratorResult<unknown>): Fetched => {
      this.#ahead = { result: value, own: keepNew(value.value) };
      return { batch, isLast: value.done === true };
    };
    return ahead instanceof Promise ? ahead.then(put) : put(ahead);
  }

  #takeAhead(): IteratorResult<unknown> | null {
    if (this.#ahead === null) return null;
    const { result, own } = this.#ahead;
    this.#ahead = null;
    for (const tensor of own) giveToScope(tensor);
    return result;
  }
}

/** Keeps the tensors of a batch that were made in the present scope; others are somebody's own. */
function keepNew(batch: unknown): tf.Tensor[] {
  const { activeScope } = scopedEngine().state;
  const made = tensorsIn(batch).filter((tensor) => !tensor.kept && tensor.scopeId === activeScope?.id);
  for (const tensor of made) tf.keep(tensor);
  return made;
}

function giveToScope(tensor: tf.Tensor): void {
  tensor.kept = false;
  scopedEngine().track(tensor);
}

/** The tensors in a batch or a prediction, however deep. */
export function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(tensorsIn);
}

/** The part of tfjs's engine that knows which scope owns a tensor; private in its types (tfjs-core 4.22, `engine.ts`). */
interface ScopedEngine {
  track(tensor: tf.Tensor): tf.Tensor;
  readonly state: { readonly activeScope: { readonly id: number } | null };
}

function scopedEngine(): ScopedEngine {
  return tf.engine() as unknown as ScopedEngine;
}
