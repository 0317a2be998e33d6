import { tf } from "../../../runtime/backend/tf.js";
import type { Difference } from "../picture.js";
import type { GoldenTensor } from "./nnCase.js";

/** How torch's layouts become the runtime's: axis i of the result is axis perm[i]. A layout that is not here is the same in both. */
const PERMUTATIONS: Readonly<Record<string, readonly number[]>> = {
  NCHW: [0, 2, 3, 1],
  CHW: [1, 2, 0],
  NCL: [0, 2, 1],
  CL: [1, 0],
  OIHW: [2, 3, 1, 0],
  IOHW: [2, 3, 1, 0],
  OIL: [2, 1, 0],
};

export function isGoldenTensor(value: unknown): value is GoldenTensor {
  return (
    typeof value === "object" &&
    value !== null &&
    "shape" in value &&
    Array.isArray(value.shape) &&
    ("values" in value || "fill" in value)
  );
}

/** The tensor as the runtime has it. */
export function tensorOf({ shape, values, fill, dtype, layout }: GoldenTensor): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const numbers = Float32Array.from({ length: size }, (_, i) => Number(values?.[i] ?? fill ?? 0));
  const kind = dtype === "int64" || dtype === "int32" ? "int32" : dtype === "bool" ? "bool" : "float32";
  return tf.tidy(() => inOurLayout(tf.tensor(kind === "float32" ? numbers : [...numbers], [...shape], kind), layout));
}

export function inOurLayout(tensor: tf.Tensor, layout: string | undefined): tf.Tensor {
  const permutation = layout === undefined ? undefined : PERMUTATIONS[layout];
  return permutation === undefined ? tensor : tf.transpose(tensor, [...permutation]);
}

/** A shape of torch's as the runtime has it; one of another rank, which fits nowhere, as it is. */
export function ourShape(shape: readonly number[], layout: string | undefined): number[] {
  const permutation = layout === undefined ? undefined : PERMUTATIONS[layout];
  return permutation?.length !== shape.length ? [...shape] : permutation.map((axis) => shape[axis] as number);
}

/** The other way round. */
export function inTorchLayout(tensor: tf.Tensor, layout: string | undefined): tf.Tensor {
  const permutation = layout === undefined ? undefined : PERMUTATIONS[layout];
  return permutation === undefined ? tensor : tf.transpose(tensor, inverse(permutation));
}

export function torchShape(shape: readonly number[], layout: string | undefined): number[] {
  const permutation = layout === undefined ? undefined : PERMUTATIONS[layout];
  return permutation === undefined ? [...shape] : inverse(permutation).map((axis) => shape[axis] as number);
}

function inverse(permutation: readonly number[]): number[] {
  return permutation.map((_, axis) => permutation.indexOf(axis));
}

/** Where a tensor differs from the recorded one by more than `1e-5 + 1e-5 |wanted|`; null: nowhere. */
export function tensorDifference(what: string, got: tf.Tensor | null, golden: GoldenTensor): Difference | null {
  const wanted = tensorOf(golden);
  try {
    return valuesDifference(what, got, wanted);
  } finally {
    wanted.dispose();
  }
}

function valuesDifference(what: string, got: tf.Tensor | null, wanted: tf.Tensor): Difference | null {
  const values = wanted.dataSync();
  // A parameter or input that got no gradient is recorded as zeros.
  const received = got === null ? new Float32Array(values.length) : got.dataSync();
  if (got !== null && String(got.shape) !== String(wanted.shape)) {
    return { what: `${what}'s shape`, expected: `[${wanted.shape}]`, got: `[${got.shape}]` };
  }
  const at = values.findIndex((value, i) => !isNear(received[i] as number, value));
  if (at < 0) return null;
  return { what: `${what} at ${at} of [${wanted.shape}]`, expected: `${values[at]}`, got: `${received[at]}` };
}

function isNear(got: number, wanted: number): boolean {
  if (Object.is(got, wanted) || got === wanted) return true;
  return Math.abs(got - wanted) <= 1e-5 + 1e-5 * Math.abs(wanted);
}
