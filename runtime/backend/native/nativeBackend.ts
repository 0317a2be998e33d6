import type * as tfjs from "@tensorflow/tfjs";

/** The part of tfjs-node's backend (4.22, `nodejs_kernel_backend.ts`) through which TensorFlow's operations are run. */
export interface NativeBackend {
  readonly binding: NativeBinding;
  readonly tensorMap: { get(dataId: object): NativeData };
  write(values: tfjs.backend_util.TypedArray, shape: number[], dtype: tfjs.DataType): object;
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
  refCount(dataId: object): number;
  /** The native handles of tensors; values that JavaScript still holds are copied to TensorFlow first. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
  createOutputTensor(result: NativeResult): tfjs.Tensor;
  executeSingleOutput(op: string, attributes: readonly Attribute[], inputs: readonly TensorInfo[]): tfjs.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: readonly Attribute[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): tfjs.Tensor[];
}

export type TensorInfo = Pick<tfjs.TensorInfo, "dataId" | "shape" | "dtype">;

/** What the backend keeps of a tensor's data: a native handle, or values that have not been copied yet (`id` is -1). */
export interface NativeData {
  id: number;
  values: unknown;
}

export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** A result of an operation, as the addon gives it. */
export interface NativeResult {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The native addon. Its methods cannot be replaced; those of the backend can. */
export interface NativeBinding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_COMPLEX64: number;
  readonly TF_STRING: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_SHAPE: number;
  executeOp(op: string, attributes: readonly Attribute[], inputs: readonly number[], outputs: number): NativeResult[];
  createTensor(shape: readonly number[], dtype: number, values: tfjs.backend_util.TypedArray): number;
  deleteTensor(id: number): void;
}

export function nativeBackend(tf: typeof tfjs): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
