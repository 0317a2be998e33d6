import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasmGradients.js";
import { resizeBorder } from "./wasmImages.js";

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number | tfjs.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Smaller than every image's value, and finite: it takes no place of a maximum. */
const LOWEST = -3.4028234663852886e38;

/**
 * The gradient of max pooling. The backend's own is right without padding only (4.22), so what was padded is padded here and cut off
 * again afterwards.
 */
export function poolingGradients(tf: typeof tfjs): Readonly<Record<string, WasmKernel>> {
  const own = tf.getKernel("MaxPoolGrad", "wasm");
  if (own === undefined)
    throw new Error("tfjs's wasm backend has no MaxPoolGrad: its version does not fit this runtime.");
  const backend = tf.findBackend("wasm");
  return {
    MaxPoolGrad: ({ inputs, attrs }) => {
      const { dy, input, output } = inputs as { dy: tfjs.Tensor4D; input: tfjs.Tensor4D; output: tfjs.Tensor4D };
      const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs;
      const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
      const { top, bottom, left, right } = info.padInfo;
      const size = [info.inHeight + top + bottom, info.inWidth + left + right] as const;
      const image = resizeBorder(tf, input, [top, left], size, LOWEST);
      const whole = own.kernelFunc({
        inputs: { dy, input: image, output },
        attrs: { filterSize, strides, pad: "valid" },
        backend,
      });
      const gradient = tf.engine().makeTensorFromTensorInfo([whole].flat()[0] as tfjs.TensorInfo) as tfjs.Tensor4D;
      return resizeBorder(tf, gradient, [-top, -left], [info.inHeight, info.inWidth]);
    },
  };
}
