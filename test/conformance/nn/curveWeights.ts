import { tf } from "../../../runtime/backend/tf.js";
import type { FlattenOrder } from "./flattenOrder.js";
import { inOurLayout } from "./goldenTensor.js";
import type { CurveCase } from "./nnCase.js";

/** The initial weights of a curve, in the runtime's layout. */
export function curveWeights(
  { weights }: CurveCase,
  layoutOf: (name: string) => string | undefined,
  order: FlattenOrder,
): Record<string, tf.Tensor> {
  const drawn = Object.entries(weights.formula ?? {}).map(
    ([name, { shape, seed, bound }]) => [name, shape, drawnWeights(shape, seed, bound)] as const,
  );
  const stored = Object.entries(weights.base64_float32_le ?? {}).map(
    ([name, { shape, data }]) => [name, shape, storedWeights(data)] as const,
  );
  return Object.fromEntries(
    [...drawn, ...stored].map(([name, shape, values]) => [
      name,
      order.fromTorch(name, inOurLayout(tf.tensor(values, [...shape]), layoutOf(name))),
    ]),
  );
}

/** float32((2 ⌊at(seed, i) / 256⌋ / 2²⁴ - 1) bound). */
function drawnWeights(shape: readonly number[], seed: number, bound: number): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  return Float32Array.from({ length: size }, (_, i) => ((2 * Math.floor(at(seed, i) / 256)) / 2 ** 24 - 1) * bound);
}

function storedWeights(data: string): Float32Array {
  const bytes = Buffer.from(data, "base64");
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** The i-th 32-bit number of a series: `mix((i + seed · 0x9E3779B9) mod 2³²)`. */
export function at(seed: number, i: number): number {
  let n = (i + Math.imul(seed, 0x9e3779b9)) >>> 0;
  n = Math.imul(n ^ (n >>> 16), 0x7feb352d);
  n = Math.imul(n ^ (n >>> 15), 0x846ca68b);
  return (n ^ (n >>> 16)) >>> 0;
}
