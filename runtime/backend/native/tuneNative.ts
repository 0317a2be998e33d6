import type * as tfjs from "@tensorflow/tfjs";
import { wrapKernel } from "../wrapKernel.js";
import { InPlaceKernels } from "./inPlaceKernels.js";
import { nativeGradients } from "./nativeGradients.js";
import { nativeKernels } from "./nativeKernels.js";
import { NativeOps } from "./nativeOps.js";

const BACKEND = "tensorflow";

/** Kernels of TensorFlow that tfjs has no words for. */
export interface NativeKernels {
  readonly ops: NativeOps;
  readonly inPlace: InPlaceKernels;
}

/**
 * Replaces the kernels and gradients in which tfjs-node wastes time. The numbers stay the same to rounding.
 *
 * @returns the kernels that tfjs has no words for.
 */
export function tuneNative(tf: typeof tfjs): NativeKernels {
  const ops = new NativeOps(tf);
  for (const [kernelName, kernel] of Object.entries(nativeKernels(tf, ops))) {
    wrapKernel(tf, BACKEND, kernelName, (call, stock) => kernel(call as never, () => stock(call)));
  }
  const engine = tf.engine() as unknown as DifferentiatingEngine;
  for (const [kernelName, gradient] of Object.entries(nativeGradients(tf, ops))) {
    const { gradFunc: stock, ...config } = tf.getGradient(kernelName);
    tf.unregisterGradient(kernelName);
    tf.registerGradient({
      ...config,
      gradFunc: (dy, saved, attrs) =>
        engine.state.gradientDepth > 0 || engine.backendName !== BACKEND || (dy as tfjs.Tensor).dtype !== "float32"
          ? stock(dy, saved, attrs)
          : gradient(dy as tfjs.Tensor, saved, attrs as never),
    });
  }
  return { ops, inPlace: new InPlaceKernels(ops) };
}

/** The part of tfjs's engine that tells whether somebody records what is computed (tfjs-core 4.22, `engine.ts`). */
interface DifferentiatingEngine {
  readonly backendName: string;
  readonly state: { readonly gradientDepth: number };
}
