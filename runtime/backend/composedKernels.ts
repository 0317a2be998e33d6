import type * as tfjs from "@tensorflow/tfjs";

/** What a kernel is called with; each knows the types of its own inputs and attributes. */
export interface KernelCall {
  readonly inputs: unknown;
  readonly attrs?: unknown;
}

/** What a kernel computes from its inputs, which at run time are tensors, and its attributes: composed of other operations. */
export type ComposedKernel = (call: KernelCall) => tfjs.Tensor;

/** Puts kernels of ours, by name, in the place of a backend's own or where it has none. */
export function registerKernels(
  tf: typeof tfjs,
  backendName: "wasm" | "cpu",
  kernels: Readonly<Record<string, ComposedKernel>>,
): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, backendName) !== undefined) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc: (call) => tf.tidy(() => kernel(call)) });
  }
}
