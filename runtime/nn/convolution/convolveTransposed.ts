import { dilate, resizeBorder } from "../../backend/imageGrid.js";
import { tf } from "../../backend/tf.js";
import type { Pair } from "../windows/size2d.js";
import { convolve, isUnevenPoint } from "./convolve.js";

/** How a kernel is spread over an image. */
export interface TransposedGeometry {
  readonly stride: Pair;
  readonly dilation: Pair;
  /** Taken away on each side. */
  readonly padding: Pair;
  /** Added at the end. */
  readonly outputPadding: Pair;
  readonly groups: number;
}

/**
 * Transposed convolution with torch's arguments, made of operations that have gradients on every backend.
 *
 * @param image `[batch, height, width, channels]`.
 * @param kernel `[height, width, outputs / groups, channels]`.
 */
export function convolveTransposed(image: tf.Tensor4D, kernel: tf.Tensor4D, geometry: TransposedGeometry): tf.Tensor4D {
  const { groups } = geometry;
  if (groups === 1) return ofGroup(image, kernel, geometry);
  const kernels = tf.split(kernel, groups, 3);
  const parts = tf.split(image, groups, 3) as tf.Tensor4D[];
  return tf.concat(
    parts.map((part, i) => ofGroup(part, kernels[i] as tf.Tensor4D, geometry)),
    3,
  );
}

/** (length - 1) · stride - 2 · padding + dilation · (kernel - 1) + outputPadding + 1 */
export function transposedSize(length: number, size: number, i: 0 | 1, geometry: TransposedGeometry): number {
  const { stride, dilation, padding, outputPadding } = geometry;
  return (length - 1) * stride[i] - 2 * padding[i] + dilation[i] * (size - 1) + outputPadding[i] + 1;
}

function ofGroup(image: tf.Tensor4D, kernel: tf.Tensor4D, geometry: TransposedGeometry): tf.Tensor4D {
  const { stride, dilation, padding } = geometry;
  const [batch, height, width] = image.shape;
  const [rows, columns, outputs] = kernel.shape;
  const size: Pair = [transposedSize(height, rows, 0, geometry), transposedSize(width, columns, 1, geometry)];
  if (dilation[0] > 1 || dilation[1] > 1 || isUnevenPoint(kernel, stride)) return spread(image, kernel, geometry, size);
  const steps: [number, number] = [stride[0], stride[1]];
  if (isSame(height, rows, 0, size, geometry) && isSame(width, columns, 1, size, geometry)) {
    return tf.conv2dTranspose(image, kernel, [batch, size[0], size[1], outputs], steps, "same");
  }
  // As much as the kernel reaches, and what it does not reach where that is less than a stride.
  const whole = (i: 0 | 1, length: number, kernelSize: number): number => {
    const reached = (length - 1) * stride[i] + kernelSize;
    return reached + Math.min(Math.max(size[i] + padding[i] - reached, 0), stride[i] - 1);
  };
  const all = tf.conv2dTranspose(
    image,
    kernel,
    [batch, whole(0, height, rows), whole(1, width, columns), outputs],
    steps,
    "valid",
  );
  return resizeBorder(tf, all as tf.Tensor4D, [-padding[0], -padding[1]], size);
}

/** True when TensorFlow's "same" padding of the convolution that this one transposes takes away as much. */
function isSame(
  length: number,
  kernel: number,
  i: 0 | 1,
  size: Pair,
  { stride, padding }: TransposedGeometry,
): boolean {
  if (size[i] < 1 || Math.ceil(size[i] / stride[i]) !== length) return false;
  const total = Math.max((length - 1) * stride[i] + kernel - size[i], 0);
  return Math.floor(total / 2) === padding[i];
}

/** The image, spread out by the stride, under the kernel turned by half a turn. */
function spread(image: tf.Tensor4D, kernel: tf.Tensor4D, geometry: TransposedGeometry, size: Pair): tf.Tensor4D {
  const { stride, dilation, padding } = geometry;
  const reach: Pair = [dilation[0] * (kernel.shape[0] - 1), dilation[1] * (kernel.shape[1] - 1)];
  const border: Pair = [reach[0] - padding[0], reach[1] - padding[1]];
  const canvas = resizeBorder(tf, dilate(tf, image, stride[0], stride[1]), border, [
    size[0] + reach[0],
    size[1] + reach[1],
  ]);
  const turned = tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]);
  const none = [0, 0] as const;
  return convolve(canvas, turned as tf.Tensor4D, {
    ...{ stride: [1, 1], dilation, padding: [none, none], paddingMode: "zeros", groups: 1 },
  });
}
