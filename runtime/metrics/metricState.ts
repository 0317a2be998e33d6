import { tf } from "../backend/tf.js";

/** Numbers in a row: counts, sums, values that were seen. */
export type NumberArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** What a metric may remember: a number, numbers in a row, a tensor, or a list that grows with each update. */
export type StateValue = number | NumberArray | tf.Tensor | readonly unknown[];

/**
 * How the states of several workers become one. `"cat"` is for lists; a function gets the values in the workers' order. Null: lists are put
 * one behind the other, and anything else cannot be merged unless the metric overrides `mergeStates`.
 */
export type Reduction<T> = "sum" | "mean" | "max" | "min" | "cat" | null | ((values: readonly T[]) => T);

/** One state as it was declared. */
export interface StateSpec {
  readonly initial: StateValue;
  readonly reduction: Reduction<never>;
  persistent: boolean;
}

/** A value and how many updates it stands for: what a mean over workers weighs it by. */
interface Weighed {
  readonly value: StateValue;
  readonly updates: number;
}

/** A tensor as plain data. */
interface SavedTensor {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32" | "bool";
  readonly values: NumberArray;
}

/** A copy that is safe from what happens to the original. */
export function copyState(value: StateValue): StateValue {
  if (typeof value === "number") return value;
  if (value instanceof tf.Tensor) return tf.keep(value.clone());
  if (!Array.isArray(value)) return value.slice() as StateValue;
  return value.map((entry: unknown) => (entry instanceof tf.Tensor ? tf.keep(entry.clone()) : entry));
}

/** A copy as plain data, that may go to another process or into a file: tensors become arrays. */
export function savedState(value: StateValue): unknown {
  return Array.isArray(value) ? value.map(savedEntry) : savedEntry(value);
}

function savedEntry(entry: unknown): unknown {
  if (!(entry instanceof tf.Tensor)) return ArrayBuffer.isView(entry) ? (entry as NumberArray).slice() : entry;
  const { shape, dtype } = entry;
  return { shape, dtype, values: entry.dataSync() } as SavedTensor;
}

/** A state from what `savedState` gave. */
export function stateFrom(saved: unknown): StateValue {
  return (Array.isArray(saved) ? saved.map(entryFrom) : entryFrom(saved)) as StateValue;
}

function entryFrom(saved: unknown): unknown {
  if (ArrayBuffer.isView(saved)) return (saved as NumberArray).slice();
  if (!isSavedTensor(saved)) return saved;
  return tf.tensor(saved.values, [...saved.shape], saved.dtype);
}

function isSavedTensor(saved: unknown): saved is SavedTensor {
  return (
    typeof saved === "object" &&
    saved !== null &&
    "dtype" in saved &&
    "values" in saved &&
    !(saved instanceof tf.Tensor)
  );
}

/** Frees the tensors of a state that is no longer needed. */
export function disposeState(value: StateValue): void {
  if (value instanceof tf.Tensor) value.dispose();
  else if (Array.isArray(value)) for (const entry of value) if (entry instanceof tf.Tensor) entry.dispose();
}

/** The tensors in what a metric computed; much quicker than TensorFlow.js's own search where it is a long list of numbers. */
export function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  const entries: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  const found: tf.Tensor[] = [];
  for (const entry of entries) if (typeof entry === "object") found.push(...tensorsIn(entry));
  return found;
}

/**
 * Keeps the tensors of a state alive beyond the scope in which they were made.
 *
 * @param known how many entries of a list are kept already.
 */
export function keepState(value: StateValue, known = 0): void {
  if (value instanceof tf.Tensor) tf.keep(value);
  if (!Array.isArray(value)) return;
  for (let i = known; i < value.length; i++) if (value[i] instanceof tf.Tensor) tf.keep(value[i] as tf.Tensor);
}

/**
 * Two workers' values as one (torchmetrics/metric.py, `_reduce_states`).
 *
 * @param name how the state is called in an error.
 */
export function reduceStates(name: string, { reduction }: StateSpec, first: Weighed, second: Weighed): StateValue {
  const [a, b] = [first.value, second.value];
  if (typeof reduction === "function") return reduction([a, b] as never);
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (reduction === null || reduction === "cat" || Array.isArray(a) || Array.isArray(b)) {
    throw new TypeError(
      `The states \`${name}\` of two workers cannot be merged with distReduceFx ${JSON.stringify(reduction)}. ` +
        'Use "sum", "mean", "max", "min" or a function for it, or override `mergeStates`.',
    );
  }
  const total = first.updates + second.updates;
  const share = total === 0 ? 0.5 : first.updates / total;
  if (a instanceof tf.Tensor && b instanceof tf.Tensor)
    return tf.tidy(() => tf.keep(reducedTensor(reduction, a, b, share)));
  const combine = COMBINE[reduction];
  if (typeof a === "number" && typeof b === "number") return combine(a, b, share);
  const [left, right] = [a as NumberArray, b as NumberArray];
  const merged = left.slice();
  for (let i = 0; i < merged.length; i++) merged[i] = combine(left[i] as number, right[i] as number, share);
  return merged;
}

const COMBINE = {
  sum: (a: number, b: number) => a + b,
  mean: (a: number, b: number, share: number) => a * share + b * (1 - share),
  max: (a: number, b: number) => Math.max(a, b),
  min: (a: number, b: number) => Math.min(a, b),
} as const;

function reducedTensor(reduction: keyof typeof COMBINE, a: tf.Tensor, b: tf.Tensor, share: number): tf.Tensor {
  switch (reduction) {
    case "sum":
      return tf.add(a, b);
    case "mean":
      return tf.add(tf.mul(a, share), tf.mul(b, 1 - share));
    case "max":
      return tf.maximum(a, b);
    case "min":
      return tf.minimum(a, b);
  }
}
