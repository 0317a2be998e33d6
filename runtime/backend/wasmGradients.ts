import type * as tfjs from "@tensorflow/tfjs";
import { convolutionGradients } from "./wasmConvolution.js";
import { depthwiseGradients } from "./wasmDepthwise.js";
import { poolingGradients } from "./wasmPooling.js";
import { refusedKernels } from "./wasmRefusals.js";

/** What a kernel computes from its inputs, which at run time are tensors, and its attributes. */
export type WasmKernel = (call: { readonly inputs: unknown; readonly attrs: unknown }) => tfjs.Tensor;

/**
 * Makes tfjs's WebAssembly backend able to train: registers the gradients that it lacks, replaces those that are slow or wrong in 4.22,
 * and lets what stays wrong say so instead of giving a wrong number. Everything is composed of operations that it has.
 */
export function registerWasmGradients(tf: typeof tfjs): void {
  const kernels: Readonly<Record<string, WasmKernel>> = {
    ...convolutionGradients(tf),
    ...depthwiseGradients(tf),
    ...poolingGradients(tf),
    ...refusedKernels(tf),
    UnsortedSegmentSum: ({ inputs, attrs }) => unsortedSegmentSum(tf, inputs as SegmentInputs, attrs as SegmentAttrs),
  };
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm") !== undefined) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: ({ inputs, attrs = {} }) => tf.tidy(() => kernel({ inputs, attrs })) });
  }
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
  const spare = tf.scalar(numSegments, "int32");
  const known = tf.logicalAnd(tf.greaterEqual(segmentIds, tf.scalar(0, "int32")), tf.less(segmentIds, spare));
  const rows = tf.reshape(tf.where(known, segmentIds, spare as tfjs.Tensor), [-1, 1]);
  const rest = x.shape.slice(1);
  const sums = tf.scatterND(rows, x, [numSegments + 1, ...rest]);
  return tf.slice(sums, 0, numSegments);
}
