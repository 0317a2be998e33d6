import type * as tfjs from "@tensorflow/tfjs";
import { wrapKernel } from "./wrapKernel.js";

interface ConvolutionCall {
  readonly inputs: { readonly x: tfjs.Tensor4D; readonly filter: tfjs.Tensor4D };
  readonly attrs: {
    readonly strides: number | [number, number];
    readonly dilations: number | [number, number];
    readonly pad: unknown;
  };
}

const KERNELS = ["Conv2D", "DepthwiseConv2dNative", "FusedConv2D", "FusedDepthwiseConv2D"] as const;

/**
 * The backend's convolutions (4.22) give zeros for the padding "same" where the windows do not reach the end of the input in one direction: a
 * kernel smaller than the stride. What they do not reach is cut off before.
 */
export function mendConvolutions(tf: typeof tfjs): void {
  for (const kernelName of KERNELS) {
    wrapKernel(tf, "wasm", kernelName, (call, stock) => {
      const { inputs, attrs } = call as unknown as ConvolutionCall;
      const size = attrs.pad === "same" ? reachedSize(tf, inputs, attrs) : null;
      if (size === null) return stock(call);
      const [batch, , , channels] = inputs.x.shape;
      return tf.tidy(() => {
        const x = tf.slice(inputs.x, [0, 0, 0, 0], [batch, ...size, channels]);
        return stock({ ...call, inputs: { ...call.inputs, x } }) as tfjs.Tensor;
      });
    });
  }
}

/** Height and width that the windows reach over, when they leave some out; null: they do not. */
function reachedSize(
  tf: typeof tfjs,
  { x, filter }: ConvolutionCall["inputs"],
  { strides, dilations }: ConvolutionCall["attrs"],
): [number, number] | null {
  const depthwise = true; // The number of channels does not matter here.
  const info = tf.backend_util.computeConv2DInfo(
    x.shape,
    filter.shape,
    strides,
    dilations,
    "same",
    undefined,
    depthwise,
  );
  const reached = (length: number, outputs: number, stride: number, filterSize: number) =>
    Math.min(length, (outputs - 1) * stride + filterSize);
  const height = reached(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight);
  const width = reached(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth);
  return height === info.inHeight && width === info.inWidth ? null : [height, width];
}
