import type * as tfjs from "@tensorflow/tfjs";
import { maxPoolGradient } from "./maxPoolGradient.js";
import type { TensorInfo } from "./nativeBackend.js";
import type { NativeOps } from "./nativeOps.js";

/** A kernel of tfjs-node in the place of the stock one, which it may fall back on. */
export type NativeKernel = (
  call: { readonly inputs: never; readonly attrs: never },
  stock: () => tfjs.TensorInfo | tfjs.TensorInfo[],
) => tfjs.TensorInfo | tfjs.TensorInfo[];

/** Multiplications from which oneDNN's product of matrices pays: below, its preparation costs 40-90 µs, Eigen's 8-11. */
const LARGE_PRODUCT = 2 ** 24;

/** Kernels in which tfjs-node 4.22 wastes time: copies that change nothing, constants that are made anew, products by the wrong operation. */
export function nativeKernels(tf: typeof tfjs, ops: NativeOps): Readonly<Record<string, NativeKernel>> {
  const { backend, constants } = ops;
  const alias = (x: TensorInfo, shape: number[]): tfjs.TensorInfo => {
    backend.incRef(x.dataId);
    return { dataId: x.dataId, shape, dtype: x.dtype };
  };
  const reduce = (op: string, { inputs, attrs }: ReduceCall) => {
    const { x } = inputs;
    const attributes = [ops.bool("keep_dims", attrs.keepDims === true), ops.typeOf(x), ops.int32Type("Tidx")];
    return backend.executeSingleOutput(op, attributes, [
      x,
      constants.int32(tf.util.parseAxisParam(attrs.axis as number[], x.shape)),
    ]);
  };
  return {
    BatchMatMul: ({ inputs, attrs }: MatMulCall, stock) => {
      const { a, b } = inputs;
      const { transposeA, transposeB } = attrs;
      const small = (a.shape[0] ?? 0) * (a.shape[1] ?? 0) * (b.shape[transposeB ? 0 : 1] ?? 0) <= LARGE_PRODUCT;
      return small && a.shape.length === 2 && b.shape.length === 2 && a.dtype === "float32"
        ? ops.matMul(a, b, transposeA, transposeB)
        : stock();
    },
    Cast: ({ inputs: { x }, attrs: { dtype } }: CastCall, stock) => (x.dtype === dtype ? alias(x, x.shape) : stock()),
    Reshape: ({ inputs: { x }, attrs: { shape } }: ReshapeCall) =>
      tf.util.arraysEqual(x.shape, shape)
        ? alias(x, x.shape)
        : backend.executeSingleOutput("Reshape", [ops.typeOf(x), ops.int32Type("Tshape")], [x, constants.int32(shape)]),
    Sum: (call: ReduceCall) => reduce("Sum", call),
    Mean: (call: ReduceCall, stock) => (call.inputs.x.dtype === "float32" ? reduce("Mean", call) : stock()),
    MaxPoolGrad: maxPoolGradient(tf, ops),
  };
}

interface MatMulCall {
  readonly inputs: { readonly a: TensorInfo; readonly b: TensorInfo };
  readonly attrs: { readonly transposeA: boolean; readonly transposeB: boolean };
}

interface CastCall {
  readonly inputs: { readonly x: TensorInfo };
  readonly attrs: { readonly dtype: tfjs.DataType };
}

interface ReshapeCall {
  readonly inputs: { readonly x: TensorInfo };
  readonly attrs: { readonly shape: number[] };
}

interface ReduceCall {
  readonly inputs: { readonly x: TensorInfo };
  readonly attrs: { readonly axis?: number | readonly number[]; readonly keepDims?: boolean };
}
