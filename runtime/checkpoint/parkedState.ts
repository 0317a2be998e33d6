import { tf } from "../backend/tf.js";

/** A tensor's values outside of the backend. */
class ParkedTensor {
  readonly #shape: number[];
  readonly #dtype: "float32";
  readonly #data: Float32Array | Int32Array | Uint8Array;

  constructor(tensor: tf.Tensor) {
    this.#shape = tensor.shape;
    this.#dtype = tensor.dtype as "float32";
    this.#data = tensor.dataSync().slice();
  }

  tensor(): tf.Tensor {
    return tf.tensor(this.#data, this.#shape, this.#dtype);
  }
}

/** A copy of a state that holds no tensors: the backend's memory can be freed, and the state still be saved later. */
export function parkState<T>(state: T): T {
  return mapped(state, (value) => (value instanceof tf.Tensor ? new ParkedTensor(value) : undefined)) as T;
}

/** The state again, with new tensors in the present scope. */
export function unparkState<T>(state: T): T {
  return mapped(state, (value) => (value instanceof ParkedTensor ? value.tensor() : undefined)) as T;
}

function mapped(value: unknown, replace: (value: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item) => mapped(item, replace));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, replace)]));
}
