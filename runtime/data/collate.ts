import { tf } from "../backend/tf.js";
import type { NdArray } from "./dataset.js";

/**
 * Makes a batch of samples, as torch's default_collate does: numbers, arrays with a shape and tensors are stacked along a new first
 * dimension; tuples and objects are collated field by field; strings stay a list.
 *
 * Numbers become int32 when all of them are whole, else float32 (JavaScript has one kind of number): give regression targets as
 * `Float32Array`s, or a `collateFn`, where a batch might hold whole numbers only.
 */
export function defaultCollate(samples: readonly unknown[]): unknown {
  const first = samples[0];
  if (typeof first === "number") {
    const numbers = samples as readonly number[];
    return tf.tensor1d(numbers as number[], numbers.every(Number.isInteger) ? "int32" : "float32");
  }
  if (typeof first === "boolean") return tf.tensor1d(samples as boolean[], "bool");
  if (typeof first === "string") return samples;
  if (first instanceof tf.Tensor) return tf.stack(samples as tf.Tensor[]);
  if (isNumbers(first))
    return stack(samples.map((data) => ({ data: data as NdArray["data"], shape: [(data as NdArray["data"]).length] })));
  if (isNdArray(first)) return stack(samples as readonly NdArray[]);
  if (Array.isArray(first))
    return first.map((_, i) => defaultCollate((samples as readonly unknown[][]).map((sample) => sample[i])));
  if (typeof first === "object" && first !== null) {
    return Object.fromEntries(
      Object.keys(first).map((key) => [
        key,
        defaultCollate((samples as readonly Record<string, unknown>[]).map((sample) => sample[key])),
      ]),
    );
  }
  throw new TypeError(
    `A batch cannot be made of ${describe(first)}. Let \`getItem\` return numbers, typed arrays, { data, shape }, tensors, or tuples and objects of these, or give the DataLoader a \`collateFn\`.`,
  );
}

function stack(arrays: readonly NdArray[]): tf.Tensor {
  const { shape, data } = arrays[0] as NdArray;
  const batch =
    data instanceof Int32Array
      ? new Int32Array(arrays.length * data.length)
      : new Float32Array(arrays.length * data.length);
  arrays.forEach((array, i) => {
    if (String(array.shape) !== String(shape)) {
      throw new Error(
        `A batch needs samples of one shape: the first has [${shape}], number ${i} has [${array.shape}].`,
      );
    }
    batch.set(array.data, i * data.length);
  });
  return tf.tensor(batch, [arrays.length, ...shape], data instanceof Int32Array ? "int32" : "float32");
}

function isNumbers(value: unknown): value is NdArray["data"] {
  return value instanceof Float32Array || value instanceof Int32Array || value instanceof Uint8Array;
}

function isNdArray(value: unknown): value is NdArray {
  return typeof value === "object" && value !== null && "data" in value && "shape" in value && isNumbers(value.data);
}

function describe(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a ${value.constructor?.name ?? typeof value}`;
}
