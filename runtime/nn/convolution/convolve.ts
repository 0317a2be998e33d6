import { tf } from "../../backend/tf.js";
import { type PaddingMode, withBorders } from "../windows/borders.js";
import type { Pair } from "../windows/size2d.js";
import { everyNth, overPhases } from "../windows/spaceToBatch.js";
import { type Axis, type Border, outputCount, tensorflowPadding } from "../windows/tensorflowPadding.js";

/** How a kernel is moved over an image. */
export interface ConvolutionGeometry {
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly padding: readonly [Border, Border];
  readonly paddingMode: PaddingMode;
  readonly groups: number;
}

/**
 * Convolution with torch's arguments, made of operations that have gradients on every backend. The usual one is a single `conv2d`.
 *
 * @param image `[batch, height, width, channels]`.
 * @param kernel `[height, width, channels / groups, outputs]`.
 */
export function convolve(image: tf.Tensor4D, kernel: tf.Tensor4D, geometry: ConvolutionGeometry): tf.Tensor4D {
  const { stride, dilation, padding, paddingMode, groups } = geometry;
  if (dilation[0] === 1 && dilation[1] === 1) {
    const padded = paddingMode === "zeros" ? image : withBorders(image, padding, paddingMode);
    return strided(padded, kernel, stride, paddingMode === "zeros" ? padding : NONE, groups);
  }
  const padded = withBorders(image, padding, paddingMode);
  const all = overPhases(padded, dilation, (phases) => strided(phases, kernel, [1, 1], NONE, groups));
  return everyNth(all, stride);
}

const NONE: readonly [Border, Border] = [
  [0, 0],
  [0, 0],
];

function strided(
  image: tf.Tensor4D,
  kernel: tf.Tensor4D,
  stride: Pair,
  padding: readonly [Border, Border],
  groups: number,
): tf.Tensor4D {
  if (isUnevenPoint(kernel, stride)) {
    // TensorFlow's native gradient of this one writes beyond its memory (2.21).
    const some = everyNth(withBorders(image, padding, "zeros"), stride);
    return strided(some, kernel, [1, 1], NONE, groups);
  }
  const isDepthwise = groups > 1 && kernel.shape[2] === 1;
  // TensorFlow's depthwise kernels move by the same stride in both directions.
  const step: Pair = isDepthwise && stride[0] !== stride[1] ? [1, 1] : stride;
  const axis = (i: 0 | 1): Axis => {
    const [length, size, border] = [image.shape[i === 0 ? 1 : 2], kernel.shape[i], padding[i]];
    return { length, kernel: size, stride: step[i], border, outputs: outputCount(length, size, step[i], border) };
  };
  const pad = tensorflowPadding([axis(0), axis(1)]);
  const isNamed = typeof pad === "string";
  const padded = isNamed ? image : withBorders(image, pad, "zeros");
  const [strides, padName] = [[step[0], step[1]] as [number, number], isNamed ? pad : "valid"];
  if (groups === 1) return tf.conv2d(padded, kernel, strides, padName);
  if (!isDepthwise) return grouped(padded, kernel, strides, padName, groups);
  const filter = tf.reshape(kernel, [
    kernel.shape[0],
    kernel.shape[1],
    groups,
    kernel.shape[3] / groups,
  ]) as tf.Tensor4D;
  const output = tf.depthwiseConv2d(padded, filter, strides, padName);
  return step === stride ? output : everyNth(output, stride);
}

/** A kernel of one cell that moves by different strides. */
export function isUnevenPoint({ shape }: tf.Tensor4D, stride: Pair): boolean {
  return shape[0] === 1 && shape[1] === 1 && stride[0] !== stride[1];
}

/** TensorFlow convolves groups of channels on no processor: each is a convolution of its own. */
function grouped(
  image: tf.Tensor4D,
  kernel: tf.Tensor4D,
  strides: [number, number],
  pad: "same" | "valid",
  groups: number,
): tf.Tensor4D {
  const kernels = tf.split(kernel, groups, 3);
  const parts = tf.split(image, groups, 3) as tf.Tensor4D[];
  return tf.concat(
    parts.map((part, i) => tf.conv2d(part, kernels[i] as tf.Tensor4D, strides, pad)),
    3,
  );
}
