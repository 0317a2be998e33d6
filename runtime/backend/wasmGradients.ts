import type * as tfjs from "@tensorflow/tfjs";
import { type ComposedKernel, registerKernels } from "./composedKernels.js";
import { convolutionGradients } from "./convolutionGradients.js";
import { mendConvolutions } from "./wasmConvolution.js";
import { depthwiseGradients } from "./wasmDepthwise.js";
import { poolingKernels } from "./wasmPooling.js";
import { quickenProducts } from "./wasmProducts.js";
import { refusedKernels } from "./wasmRefusals.js";
import { quickenSums } from "./wasmSums.js";

/**
 * Makes tfjs's WebAssembly backend able to train: registers the gradients that it lacks, replaces those that are slow or wrong in 4.22,
 * and lets what stays wrong say so instead of giving a wrong number. Everything is composed of operations that it has.
 */
export function registerWasmGradients(tf: typeof tfjs): void {
  const kernels: Readonly<Record<string, ComposedKernel>> = {
    ...convolutionGradients(tf),
    ...depthwiseGradients(tf),
    ...poolingKernels(tf),
    ...refusedKernels(),
    UnsortedSegmentSum: ({ inputs, attrs }) => unsortedSegmentSum(tf, inputs as SegmentInputs, attrs as SegmentAttrs),
  };
  registerKernels(tf, "wasm", kernels);
  mendConvolutions(tf);
  quickenProducts(tf);
  quickenSums(tf);
}

interface SegmentInputs {
  readonly x: tfjs.Tensor;
  readonly segmentIds: tfjs.Tensor1D;
}

interface SegmentAttrs {
  readonly numSegments: number;
}

/** The gradient of `gather`, so of an embedding: rows of the same number are added up; numbers outside are left out. */
function unsortedSegmentSum(
  tf: typeof tfjs,
  { x, segmentIds }: SegmentInputs,
  { numSegments }: SegmentAttrs,
): tfjs.Tensor {
  const count = tf.fill(segmentIds.shape, numSegments, "int32") as tfjs.Tensor1D;
  const known = tf.logicalAnd(tf.greaterEqual(segmentIds, tf.zerosLike(segmentIds)), tf.less(segmentIds, count));
  // Numbers outside go to a row of their own after the last, which is cut off.
  const rows = tf.reshape(tf.where(known, segmentIds, count), [-1, 1]) as tfjs.Tensor2D;
  return tf.slice(tf.scatterND(rows, x, [numSegments + 1, ...x.shape.slice(1)]), 0, numSegments);
}
