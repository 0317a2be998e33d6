import type * as tfjs from "@tensorflow/tfjs";
import { loadBackend } from "./loadBackend.js";

const loaded = await loadBackend();

/** The one TensorFlow.js of the process, on the backend that was chosen when the runtime was loaded. */
export const tf: typeof tfjs = loaded.tf;

/** Which backend computes, and why. */
export const backend = loaded.report;

/** The types of `tf`, so that one name serves for `tf.add(…)` and for `tf.Tensor4D`. */
export declare namespace tf {
  export type Tensor<R extends tfjs.Rank = tfjs.Rank> = tfjs.Tensor<R>;
  export type Scalar = tfjs.Scalar;
  export type Tensor1D = tfjs.Tensor1D;
  export type Tensor2D = tfjs.Tensor2D;
  export type Tensor3D = tfjs.Tensor3D;
  export type Tensor4D = tfjs.Tensor4D;
  export type Tensor5D = tfjs.Tensor5D;
  export type Variable<R extends tfjs.Rank = tfjs.Rank> = tfjs.Variable<R>;
  export type Rank = tfjs.Rank;
  export type DataType = tfjs.DataType;
  export type TensorLike = tfjs.TensorLike;
  export type NamedTensorMap = tfjs.NamedTensorMap;
  export type LayersModel = tfjs.LayersModel;
}
