import { tf } from "../backend/tf.js";
import { type Dtype, SafetensorsError } from "./safetensors.js";

/** Numbers that go into a file as they are. */
export type TypedArray =
  | Float64Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

export interface Packed {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

const ARRAY_DTYPES = [
  ["F64", Float64Array],
  ["I64", BigInt64Array],
  ["U64", BigUint64Array],
  ["F32", Float32Array],
  ["I32", Int32Array],
  ["U32", Uint32Array],
  ["I16", Int16Array],
  ["U16", Uint16Array],
  ["I8", Int8Array],
  ["U8", Uint8Array],
] as const;

/** A tensor's bytes; null for the kinds that safetensors has no name for. */
export function packTensor(tensor: tf.Tensor): Packed | null {
  const dtype = { float32: "F32", int32: "I32", bool: "BOOL" }[tensor.dtype as string] as Dtype | undefined;
  if (dtype === undefined) return null;
  const data = tensor.dataSync();
  return { dtype, shape: tensor.shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

export function packArray(array: ArrayBufferView): Packed | null {
  const dtype = ARRAY_DTYPES.find(([, type]) => array instanceof type)?.[0];
  if (dtype === undefined) return null;
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return { dtype, shape: [(array as TypedArray).length], bytes };
}

/** The tensor of an entry. Kinds that this runtime does not compute with become the nearest that it does: weights of other programs load. */
export function unpackTensor({ dtype, shape, bytes }: Packed): tf.Tensor {
  const dimensions = [...shape];
  switch (dtype) {
    case "F32":
      return tf.tensor(unpackArray(dtype, bytes) as Float32Array, dimensions, "float32");
    case "I32":
      return tf.tensor(unpackArray(dtype, bytes) as Int32Array, dimensions, "int32");
    case "BOOL":
      return tf.tensor(Uint8Array.from(bytes), dimensions, "bool");
    case "F16":
      return tf.tensor(
        Float32Array.from(unpackArray("U16", bytes) as Uint16Array, halfToNumber),
        dimensions,
        "float32",
      );
    case "BF16":
      return tf.tensor(widenBfloat16(unpackArray("U16", bytes) as Uint16Array), dimensions, "float32");
    case "F64":
      return tf.tensor(Float32Array.from(unpackArray(dtype, bytes) as Float64Array), dimensions, "float32");
    default:
      return tf.tensor(toInt32(unpackArray(dtype, bytes) as Iterable<number | bigint>), dimensions, "int32");
  }
}

function toInt32(values: Iterable<number | bigint>): Int32Array {
  return Int32Array.from(values, (value) => {
    const number = Number(value);
    if (Math.trunc(number) >= -(2 ** 31) && number < 2 ** 31) return number;
    throw new SafetensorsError(`it holds the whole number ${value}, which is too large for int32`);
  });
}

/** The array of an entry, with its bytes copied, so that they lie where its elements must. */
export function unpackArray(dtype: Dtype, bytes: Uint8Array): TypedArray {
  const buffer = Uint8Array.from(bytes).buffer;
  const type = ARRAY_DTYPES.find(([name]) => name === dtype)?.[1] ?? Uint8Array;
  return new type(buffer);
}

function widenBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** IEEE 754 binary16. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
