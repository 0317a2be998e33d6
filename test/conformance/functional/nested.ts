import { tf } from "../../../runtime/backend/tf.js";
import type { Difference } from "../picture.js";

/** Numbers as torch's `tolist()` gives them: one, or arrays in arrays; "NaN" and "Infinity" are texts. */
export type Nested = number | string | readonly Nested[];

export function isNested(value: unknown): value is Nested {
  return typeof value === "number" || typeof value === "string" || Array.isArray(value);
}

export function shapeOf(nested: Nested): number[] {
  return Array.isArray(nested) ? [nested.length, ...(nested.length > 0 ? shapeOf(nested[0] as Nested) : [])] : [];
}

export function numbersOf(nested: Nested): number[] {
  return Array.isArray(nested) ? (nested as readonly Nested[]).flatMap(numbersOf) : [Number(nested)];
}

export function tensorOf(nested: Nested, dtype: "float32" | "int32" = "float32"): tf.Tensor {
  return tf.tensor(numbersOf(nested), shapeOf(nested), dtype);
}

/** Axis 1, where torch has classes and channels, moved to the end. */
export function axisOneLast(tensor: tf.Tensor): tf.Tensor {
  if (tensor.rank < 3) return tensor;
  return tf.transpose(tensor, [0, ...tensor.shape.map((_, i) => i).slice(2), 1]);
}

/** Where float32 differs from the recorded doubles by more than `1e-5 + 1e-5 |wanted|`; null: nowhere. */
export function nestedDifference(what: string, got: tf.Tensor | null, wanted: tf.Tensor): Difference | null {
  if (got === null) return { what, expected: `[${wanted.shape}]`, got: "nothing" };
  if (String(got.shape) !== String(wanted.shape)) {
    return { what: `${what}'s shape`, expected: `[${wanted.shape}]`, got: `[${got.shape}]` };
  }
  const [values, received] = [wanted.dataSync(), got.dataSync()];
  const at = values.findIndex((value, i) => !isNear(received[i] as number, value));
  return at < 0 ? null : { what: `${what} at ${at}`, expected: String(values[at]), got: String(received[at]) };
}

function isNear(got: number, wanted: number): boolean {
  return got === wanted || Object.is(got, wanted) || Math.abs(got - wanted) <= 1e-5 + 1e-5 * Math.abs(wanted);
}
