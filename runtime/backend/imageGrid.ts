import type * as tfjs from "@tensorflow/tfjs";

/**
 * A channels-last image with zeros before it (cropped, where negative), and zeros or a crop after it so that it gets the given size.
 *
 * @param before rows above and columns to the left.
 * @param size the height and width to get.
 */
export function resizeBorder(
  tf: typeof tfjs,
  image: tfjs.Tensor4D,
  before: readonly [number, number],
  size: readonly [number, number],
  value = 0,
): tfjs.Tensor4D {
  const [batch, height, width, channels] = image.shape;
  const [top, left] = before;
  const after = [size[0] - top - height, size[1] - left - width] as const;
  const padded = [top, left, ...after].some((count) => count > 0)
    ? tf.pad4d(
        image,
        [
          [0, 0],
          [Math.max(top, 0), Math.max(after[0], 0)],
          [Math.max(left, 0), Math.max(after[1], 0)],
          [0, 0],
        ],
        value,
      )
    : image;
  if (padded.shape[1] === size[0] && padded.shape[2] === size[1]) return padded;
  return tf.slice4d(padded, [0, Math.max(-top, 0), Math.max(-left, 0), 0], [batch, size[0], size[1], channels]);
}

/** Zeros after each row and column, so that neighbours lie a stride apart. */
export function dilate(
  tf: typeof tfjs,
  image: tfjs.Tensor4D,
  strideHeight: number,
  strideWidth: number,
): tfjs.Tensor4D {
  if (strideHeight === 1 && strideWidth === 1) return image;
  const [batch, height, width, channels] = image.shape;
  const cells = tf.reshape(image, [batch * height, 1, width, channels]) as tfjs.Tensor4D;
  const columns = tf.pad4d(cells, [
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, (strideWidth - 1) * channels],
  ]);
  return tf.reshape(columns, [batch, height * strideHeight, width * strideWidth, channels]);
}
