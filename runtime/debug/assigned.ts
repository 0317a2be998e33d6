import type * as tfjs from "@tensorflow/tfjs";
import { offTheTape } from "./offTheTape.js";
import { TensorView } from "./tensorView.js";

type Numbers = number | boolean | tfjs.TensorLike;

/**
 * Gives a `tf.Variable` or parameter the values of what the user has set it to: to be replaced by a tensor would end its training.
 *
 * @param value a tensor or nested numbers of its shape, or one number for all of its values.
 * @returns false: it is no variable, or is to be replaced by something else than values.
 */
export function assignValues(tf: typeof tfjs, variable: unknown, value: unknown): boolean {
  if (!(variable instanceof tf.Variable) || value instanceof tf.Variable || !isNumbers(tf, value)) return false;
  offTheTape(tf, () => variable.assign(tensorOf(tf, value, variable.shape, variable.dtype)));
  return true;
}

/** Sets a slice of a variable by its first dimension; in the end, one of its values. @returns false: it is no variable, or has no such slice. */
export function assignSlice(tf: typeof tfjs, variable: unknown, index: number, value: unknown): boolean {
  if (!(variable instanceof tf.Variable) || !isNumbers(tf, value) || !(index < (variable.shape[0] ?? 0))) return false;
  offTheTape(tf, () => {
    const [count = 0, ...shape] = variable.shape;
    const slice = tf.reshape(tensorOf(tf, value, shape, variable.dtype), [1, ...shape]);
    const parts = [tf.slice(variable, 0, index), slice, tf.slice(variable, index + 1, count - index - 1)];
    variable.assign(tf.concat(parts.filter(({ size }) => size > 0)));
  });
  return true;
}

/** Changes a variable's values as they lie in memory. @returns how many bytes there were to write to; null: they cannot be written. */
export function assignBytes(
  tf: typeof tfjs,
  variable: unknown,
  offset: number,
  data: Uint8Array,
  all: boolean,
): number | null {
  if (!(variable instanceof tf.Variable) || variable.isDisposed) return null;
  const { values, shape, dtype } = TensorView.of(variable);
  if (!ArrayBuffer.isView(values) || dtype === "complex64") return null;
  const changed = (values as Float32Array).slice();
  const bytes = new Uint8Array(changed.buffer, changed.byteOffset, changed.byteLength);
  const room = Math.max(0, bytes.length - offset);
  if (data.length > room && all) return room;
  bytes.set(data.subarray(0, room), Math.min(offset, bytes.length));
  offTheTape(tf, () => variable.assign(tf.tensor(changed, [...shape], variable.dtype)));
  return Math.min(room, data.length);
}

function isNumbers(tf: typeof tfjs, value: unknown): value is tfjs.Tensor | Numbers {
  return (
    ["number", "boolean"].includes(typeof value) ||
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    value instanceof tf.Tensor
  );
}

function tensorOf(
  tf: typeof tfjs,
  value: tfjs.Tensor | Numbers,
  shape: readonly number[],
  dtype: tfjs.DataType,
): tfjs.Tensor {
  if (value instanceof tf.Tensor) return value;
  if (typeof value === "number" || typeof value === "boolean")
    return tf.fill([...shape], Number(value), dtype as "float32");
  return tf.tensor(value as tfjs.TensorLike, ArrayBuffer.isView(value) ? [...shape] : undefined, dtype);
}
