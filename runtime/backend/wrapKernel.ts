import type * as tfjs from "@tensorflow/tfjs";

/**
 * Puts a kernel in the place of a backend's own, which it may call.
 *
 * @param kernel is given what the kernel is called with, and the backend's own.
 */
export function wrapKernel(
  tf: typeof tfjs,
  backendName: "tensorflow" | "wasm",
  kernelName: string,
  kernel: (call: Parameters<tfjs.KernelFunc>[0], stock: tfjs.KernelFunc) => ReturnType<tfjs.KernelFunc>,
): void {
  const { kernelFunc: stock } = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ kernelName, backendName, kernelFunc: (call) => kernel(call, stock) });
}
