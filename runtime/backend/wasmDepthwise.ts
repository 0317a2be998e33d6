import type * as tfjs from "@tensorflow/tfjs";
import type { ComposedKernel } from "./composedKernels.js";
import { dilate, resizeBorder } from "./imageGrid.js";

interface DepthwiseAttrs {
  readonly strides: number | [number, number];
  readonly dilations: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape4D = [number, number, number, number];

/** Both gradients of a depthwise convolution, which the backend lacks. */
export function depthwiseGradients(tf: typeof tfjs): Readonly<Record<string, ComposedKernel>> {
  return {
    DepthwiseConv2dNativeBackpropFilter: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: tfjs.Tensor4D; dy: tfjs.Tensor4D };
      return filterGradient(tf, x, dy, attrs as DepthwiseAttrs & { readonly filterShape: Shape4D });
    },
    DepthwiseConv2dNativeBackpropInput: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as { dy: tfjs.Tensor4D; filter: tfjs.Tensor4D };
      return inputGradient(tf, dy, filter, attrs as DepthwiseAttrs & { readonly inputShape: Shape4D });
    },
  };
}

/** For each cell of the filter: the input that lay under it, times the output's gradient, summed over batch and places. */
function filterGradient(
  tf: typeof tfjs,
  x: tfjs.Tensor4D,
  dy: tfjs.Tensor4D,
  attrs: DepthwiseAttrs & { readonly filterShape: Shape4D },
): tfjs.Tensor {
  const info = convInfo(tf, x.shape, attrs.filterShape, attrs);
  const { batchSize, inChannels, outHeight, outWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  // The last window's reach from its first cell on is made a whole number of strides, which a strided slice wants.
  const image = resizeBorder(
    tf,
    x,
    [info.padInfo.top, info.padInfo.left],
    [
      outHeight * strideHeight + (info.filterHeight - 1) * dilationHeight,
      outWidth * strideWidth + (info.filterWidth - 1) * dilationWidth,
    ],
  );
  const gradient = tf.reshape(dy, [batchSize * outHeight * outWidth, inChannels, -1]);
  const cells: tfjs.Tensor[] = [];
  for (let row = 0; row < info.filterHeight; row++) {
    for (let column = 0; column < info.filterWidth; column++) {
      const [top, left] = [row * dilationHeight, column * dilationWidth];
      const seen = tf.stridedSlice(
        image,
        [0, top, left, 0],
        [batchSize, top + outHeight * strideHeight, left + outWidth * strideWidth, inChannels],
        [1, strideHeight, strideWidth, 1],
      );
      cells.push(tf.sum(tf.mul(tf.reshape(seen, [-1, inChannels, 1]), gradient), 0));
    }
  }
  return tf.reshape(tf.stack(cells), attrs.filterShape);
}

/** A depthwise convolution of the output's gradient with the filter turned by half a turn; a channel's outputs add up. */
function inputGradient(
  tf: typeof tfjs,
  dy: tfjs.Tensor4D,
  filter: tfjs.Tensor4D,
  attrs: DepthwiseAttrs & { readonly inputShape: Shape4D },
): tfjs.Tensor {
  const info = convInfo(tf, attrs.inputShape, filter.shape, attrs);
  const { filterHeight, filterWidth, inHeight, inWidth, dilationHeight, dilationWidth } = info;
  const [reachHeight, reachWidth] = [(filterHeight - 1) * dilationHeight, (filterWidth - 1) * dilationWidth];
  const spread = dilate(tf, dy, info.strideHeight, info.strideWidth);
  const image = resizeBorder(
    tf,
    spread,
    [reachHeight - info.padInfo.top, reachWidth - info.padInfo.left],
    [inHeight + reachHeight, inWidth + reachWidth],
  );
  const turned = tf.reshape(tf.reverse(filter, [0, 1]), [filterHeight, filterWidth, dy.shape[3], 1]) as tfjs.Tensor4D;
  const each = tf.depthwiseConv2d(image, turned, 1, "valid", "NHWC", [dilationHeight, dilationWidth]);
  return tf.sum(tf.reshape(each, [info.batchSize, inHeight, inWidth, info.inChannels, -1]), -1);
}

function convInfo(
  tf: typeof tfjs,
  inputShape: Shape4D,
  filterShape: Shape4D,
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttrs,
) {
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, dilations, pad, dimRoundingMode, true);
}
