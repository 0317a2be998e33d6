import { tf } from "../backend/tf.js";

/** What a tensor holds, read once. */
export interface Values {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  /** False for whole numbers and booleans. */
  readonly isFloat: boolean;
}

/**
 * Reads a tensor that was given to a metric.
 *
 * @throws when it is no tensor of numbers.
 */
export function valuesOf(metric: string, name: string, tensor: unknown): Values {
  if (!(tensor instanceof tf.Tensor) || tensor.dtype === "string" || tensor.dtype === "complex64") {
    throw new TypeError(`\`${name}\` of ${metric} must be a tensor of numbers or booleans; it is ${kindOf(tensor)}.`);
  }
  return { data: tensor.dataSync(), shape: tensor.shape, isFloat: tensor.dtype === "float32" };
}

/** `[a]` and `[b]` in an error's text, or nothing when they are the same. */
export function sameShape(metric: string, names: readonly [string, string], a: Values, b: Values): void {
  if (String(a.shape) === String(b.shape)) return;
  throw new RangeError(
    `\`${names[0]}\` and \`${names[1]}\` of ${metric} must have the same shape; they have [${a.shape.join(", ")}] and [${b.shape.join(", ")}].`,
  );
}

/** The columns of `[samples, classes, …]`: element `[sample and place, class]` at `row * classes + class`. */
export function classRows<T extends Values["data"]>(data: T, shape: readonly number[]): T {
  const [samples = 0, classes = 1] = shape;
  const places = product(shape.slice(2));
  if (places === 1) return data;
  const rows = data.slice() as T;
  let row = 0;
  for (let n = 0; n < samples; n++) {
    for (let x = 0; x < places; x++, row++) {
      for (let c = 0; c < classes; c++) rows[row * classes + c] = data[(n * classes + c) * places + x] as number;
    }
  }
  return rows;
}

/** The one array behind the other. */
export function concatenated(chunks: readonly Float32Array[]): Float32Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const all = new Float32Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** An array as lists in lists. */
export function nested(data: ArrayLike<number>, shape: readonly number[], at = 0): number[] | number[][] {
  const [first = 1, ...rest] = shape;
  if (rest.length === 0) {
    const values: number[] = [];
    for (let i = at; i < at + first; i++) values.push(data[i] as number);
    return values;
  }
  const size = product(rest);
  return Array.from({ length: first }, (_, i) => nested(data, rest, at + i * size)) as number[][];
}

function kindOf(value: unknown): string {
  if (value instanceof tf.Tensor) return `a tensor of dtype ${value.dtype}`;
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list; make a tensor of it: `tf.tensor(…)`";
  return `a ${typeof value === "object" ? (value.constructor?.name ?? "Object") : typeof value}`;
}
