import { tf } from "../../backend/tf.js";
import type { Pair } from "./size2d.js";

/**
 * Runs an operation on windows that are dilated as one on windows that are not: the image is taken apart into as many images as the
 * dilation has phases, whose neighbours were a dilation apart. TensorFlow.js has no gradients of dilated kernels.
 *
 * @param apply from images to the results of all windows at stride 1, which are fewer by one less than the window.
 */
export function overPhases(
  image: tf.Tensor4D,
  dilation: Pair,
  apply: (image: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const [rows, columns] = dilation;
  if (rows === 1 && columns === 1) return apply(image);
  const missing = (length: number, phases: number) => (phases - (length % phases)) % phases;
  const ends = [
    [0, missing(image.shape[1], rows)],
    [0, missing(image.shape[2], columns)],
  ];
  const phases = tf.spaceToBatchND(image, [rows, columns], ends) as tf.Tensor4D;
  return tf.batchToSpaceND(apply(phases), [rows, columns], ends) as tf.Tensor4D;
}

/** Every stride-th row and column, from the first on. */
export function everyNth(image: tf.Tensor4D, [rows, columns]: Pair): tf.Tensor4D {
  if (rows === 1 && columns === 1) return image;
  const [batch, height, width, channels] = image.shape;
  const [outHeight, outWidth] = [Math.ceil(height / rows), Math.ceil(width / columns)];
  const padded = tf.pad4d(image, [
    [0, 0],
    [0, outHeight * rows - height],
    [0, outWidth * columns - width],
    [0, 0],
  ]);
  const cells = tf.reshape(padded, [batch * outHeight, rows, outWidth, columns * channels]) as tf.Tensor4D;
  const firsts = tf.slice4d(cells, [0, 0, 0, 0], [batch * outHeight, 1, outWidth, channels]);
  return tf.reshape(firsts, [batch, outHeight, outWidth, channels]) as tf.Tensor4D;
}
