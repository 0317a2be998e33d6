import type * as tfjs from "@tensorflow/tfjs";
import { valueText } from "./numberText.js";
import { offTheTape } from "./offTheTape.js";

/** Values in row-major order; those of complex numbers in pairs. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | readonly string[];

/** A tensor's values as they are now, or those of a slice: no tensor is made for it. */
export class TensorView {
  constructor(
    readonly dtype: string,
    readonly shape: readonly number[],
    readonly values: TensorValues,
  ) {}

  /** @param tensor one that was not disposed. */
  static of(tensor: tfjs.Tensor): TensorView {
    return new TensorView(tensor.dtype, tensor.shape, tensor.dataSync() as TensorValues);
  }

  /** Elements; a complex number is one. */
  get size(): number {
    return sizeOf(this.shape);
  }

  /** Numbers in `values` for each element. */
  get width(): number {
    return this.dtype === "complex64" ? 2 : 1;
  }

  /** `this[index]`: the slice by the first dimension. */
  slice(index: number): TensorView {
    const shape = this.shape.slice(1);
    const length = sizeOf(shape) * this.width;
    return new TensorView(this.dtype, shape, part(this.values, index * length, (index + 1) * length));
  }

  /**
   * The elements from `begin` on, `size` of them by each dimension.
   *
   * @returns a copy, in row-major order.
   */
  block(begin: readonly number[], size: readonly number[]): TensorValues {
    // From here on the block has all of each dimension: its values lie in one run with those of the dimension before.
    let whole = this.shape.length;
    while (whole > 0 && size[whole - 1] === this.shape[whole - 1]) whole--;
    const last = Math.max(0, whole - 1);
    const starts: number[] = [];
    const walk = (dimension: number, offset: number): void => {
      const stride = sizeOf(this.shape.slice(dimension + 1));
      const first = offset + (begin[dimension] ?? 0) * stride;
      if (dimension >= last) starts.push(first);
      else for (let i = 0; i < (size[dimension] ?? 0); i++) walk(dimension + 1, first + i * stride);
    };
    walk(0, 0);
    const run = sizeOf(size.slice(last)) * this.width;
    const parts = starts.map((start) => part(this.values, start * this.width, start * this.width + run));
    return joined(this.values, parts, run);
  }

  /** An element as text: seven digits, `true`, `"text"`, `1+2i`. */
  elementText(index: number): string {
    const value = this.values[index * this.width];
    if (typeof value !== "number") return JSON.stringify(value);
    if (this.dtype === "bool") return String(value !== 0);
    if (this.dtype !== "complex64") return valueText(value);
    const imaginary = (this.values as Float32Array)[index * 2 + 1] ?? 0;
    return `${valueText(value)}${imaginary < 0 || Object.is(imaginary, -0) ? "-" : "+"}${valueText(Math.abs(imaginary))}i`;
  }
}

/** The backend whose memory lies outside of JavaScript. */
const NATIVE = "tensorflow";
/** Blocks that a large tensor is sampled by. */
const BLOCKS = 32;

/** Some `count` of a tensor's numbers in blocks evenly spread over it, read without copying the others. */
export function sampleOf(tf: typeof tfjs, tensor: tfjs.Tensor, count: number): ArrayLike<number>[] {
  const length = Math.ceil(count / BLOCKS);
  const step = (tensor.size - length) / (BLOCKS - 1);
  const starts = Array.from({ length: BLOCKS }, (_, i) => Math.floor(i * step));
  if (tf.getBackend() !== NATIVE) {
    // They give out what they have, or copy all of it for any part.
    const all = tensor.dataSync() as Float32Array;
    return starts.map((start) => all.subarray(start, start + length));
  }
  return offTheTape(tf, () => {
    const flat = tf.reshape(tensor, [tensor.size]);
    return starts.map((start) => tf.slice(flat, [start], [length]).dataSync() as unknown as ArrayLike<number>);
  });
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

function part(values: TensorValues, start: number, end: number): TensorValues {
  return Array.isArray(values) ? values.slice(start, end) : (values as Float32Array).subarray(start, end);
}

function joined(like: TensorValues, parts: readonly TensorValues[], run: number): TensorValues {
  if (Array.isArray(like)) return (parts as string[][]).flat();
  const result = new ((like as Float32Array).constructor as Float32ArrayConstructor)(parts.length * run);
  for (const [i, values] of parts.entries()) result.set(values as Float32Array, i * run);
  return result;
}

/** The size of what a shape describes, in bytes. */
export function bytesOf({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }): number {
  const each: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 };
  return sizeOf(shape) * (each[dtype] ?? 0);
}
