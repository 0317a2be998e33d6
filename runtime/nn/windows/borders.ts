import { tf } from "../../backend/tf.js";
import type { Border } from "./tensorflowPadding.js";

/** What lies beyond the edge of an image: zeros, its mirror image without the edge, its edge, or its other side. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

export const PADDING_MODES: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];

/** An image with so many rows above and below and columns left and right. */
export function withBorders(image: tf.Tensor4D, borders: readonly [Border, Border], mode: PaddingMode): tf.Tensor4D {
  const [rows, columns] = borders;
  if ([...rows, ...columns].every((count) => count === 0)) return image;
  if (mode === "zeros") {
    return tf.pad4d(image, [
      [0, 0],
      [rows[0], rows[1]],
      [columns[0], columns[1]],
      [0, 0],
    ]);
  }
  return extended(extended(image, 1, rows, mode), 2, columns, mode);
}

/** The most that a mode can pad an axis of that length by. */
export function largestBorder(mode: PaddingMode, length: number): number {
  if (mode === "reflect") return length - 1;
  return mode === "circular" ? length : Number.POSITIVE_INFINITY;
}

function extended(image: tf.Tensor4D, axis: 1 | 2, [before, after]: Border, mode: PaddingMode): tf.Tensor4D {
  const length = image.shape[axis];
  const slice = (begin: number, size: number) => {
    const begins = [0, 0, 0, 0];
    const sizes = [...image.shape];
    [begins[axis], sizes[axis]] = [begin, size];
    return tf.slice(image, begins, sizes);
  };
  const copies = (begin: number, count: number) => Array.from({ length: count }, () => slice(begin, 1));
  const parts = (): readonly tf.Tensor[] => {
    switch (mode) {
      case "circular":
        return [slice(length - before, before), image, slice(0, after)];
      case "reflect":
        return [tf.reverse(slice(1, before), axis), image, tf.reverse(slice(length - 1 - after, after), axis)];
      default:
        return [...copies(0, before), image, ...copies(length - 1, after)];
    }
  };
  const filled = parts().filter((part) => (part.shape[axis] ?? 0) > 0);
  return (filled.length === 1 ? image : tf.concat([...filled], axis)) as tf.Tensor4D;
}
