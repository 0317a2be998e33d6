import type * as tfjs from "@tensorflow/tfjs";
import { installDebugApi } from "../debug/installDebugApi.js";
import type { BackendReport } from "./backendReport.js";
import { loadBackend } from "./loadBackend.js";
import type { NativeKernels } from "./native/tuneNative.js";

const loaded = await loadBackend();
installDebugApi(loaded.tf);

/** The one TensorFlow.js of the process, on the backend that was chosen when the runtime was loaded. */
export const tf: typeof tfjs = loaded.tf;

/** Which backend computes, and why. */
export const backend: BackendReport = loaded.report;

export type { NativeKernels };

/** Kernels beyond those of tfjs, for what is in the path of every training step; null: the backend has none. */
export const native: NativeKernels | null = loaded.native;

/** The types of `tf`, so that one name serves for `tf.add(…)` and for `tf.Tensor4D`. It is erased: only the constant exists at run time. */
export declare namespace tf {
  export type Tensor<R extends Rank = Rank> = tfjs.Tensor<R>;
  export type Scalar = tfjs.Scalar;
  export type Tensor1D = tfjs.Tensor1D;
  export type Tensor2D = tfjs.Tensor2D;
  export type Tensor3D = tfjs.Tensor3D;
  export type Tensor4D = tfjs.Tensor4D;
  export type Tensor5D = tfjs.Tensor5D;
  export type Tensor6D = tfjs.Tensor<tfjs.Rank.R6>;
  export type Variable<R extends Rank = Rank> = tfjs.Variable<R>;
  export type TensorBuffer<R extends Rank, D extends DataType = "float32"> = tfjs.TensorBuffer<R, D>;
  export type TensorLike = tfjs.TensorLike;
  export type TensorContainer = tfjs.TensorContainer;
  export type NamedTensorMap = tfjs.NamedTensorMap;
  export type Rank = tfjs.Rank;
  export type DataType = tfjs.DataType;
  export type ShapeMap = tfjs.ShapeMap;
  export type MemoryInfo = tfjs.MemoryInfo;
  export type GradSaveFunc = tfjs.GradSaveFunc;
  export type Optimizer = tfjs.Optimizer;
  export type LayersModel = tfjs.LayersModel;
  export type Sequential = tfjs.Sequential;
  export type SymbolicTensor = tfjs.SymbolicTensor;
  export namespace Rank {
    export type R0 = tfjs.Rank.R0;
    export type R1 = tfjs.Rank.R1;
    export type R2 = tfjs.Rank.R2;
    export type R3 = tfjs.Rank.R3;
    export type R4 = tfjs.Rank.R4;
    export type R5 = tfjs.Rank.R5;
    export type R6 = tfjs.Rank.R6;
  }
  export namespace layers {
    export type Layer = tfjs.layers.Layer;
  }
}
