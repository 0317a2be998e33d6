import { tf } from "../../backend/tf.js";
import { Module } from "../module.js";
import { shapeError } from "../shapeError.js";

/**
 * Means of as many windows as are asked for, over channels-last images: `[batch, height, width, channels]` (or without the batch) to
 * `[batch, *outputSize, channels]`. Window i begins at ⌊i · length / size⌋ and ends before ⌈(i + 1) · length / size⌉.
 */
export class AdaptiveAvgPool2d extends Module {
  readonly #size: readonly [number | null, number | null];

  /** @param outputSize for both directions, or `[height, width]`; null: as large as the input. */
  constructor(readonly outputSize: number | null | readonly [number | null, number | null]) {
    super();
    const size =
      typeof outputSize === "object" && outputSize !== null ? outputSize : ([outputSize, outputSize] as const);
    this.#size = [size[0], size[1]];
  }

  override extraRepr(): string {
    return JSON.stringify(this.outputSize).replaceAll(",", ", ");
  }

  override forward(x: tf.Tensor): tf.Tensor {
    // Torch takes the means of whole images of any further dimensions.
    if (x.rank >= 3 && this.#size.every((length) => length === 1)) return tf.mean(x, [x.rank - 3, x.rank - 2], true);
    if (x.rank !== 4 && x.rank !== 3) throw shapeError(this, x.shape, "[batch, height, width, channels]");
    if (this.#size.some((length) => length !== null && !(length >= 0))) {
      throw new Error(`${this}: the output size is at least 0, and it is ${this.extraRepr()}.`);
    }
    const image = x.rank === 4 ? x : tf.expandDims(x, 0);
    const y = pooled(image as tf.Tensor4D, this.#size[0] ?? x.shape.at(-3) ?? 1, this.#size[1] ?? x.shape.at(-2) ?? 1);
    return x.rank === 4 ? y : tf.squeeze(y, [0]);
  }
}

function pooled(image: tf.Tensor4D, height: number, width: number): tf.Tensor {
  const [rows, columns] = [image.shape[1] / height, image.shape[2] / width];
  if (Number.isInteger(rows) && Number.isInteger(columns)) {
    return rows === 1 && columns === 1 ? image : tf.avgPool(image, [rows, columns], [rows, columns], "valid");
  }
  return meansAlong(meansAlong(image, 1, height), 2, width);
}

function meansAlong(image: tf.Tensor, axis: 1 | 2, count: number): tf.Tensor {
  const length = image.shape[axis] as number;
  if (count === length) return image;
  const means = Array.from({ length: count }, (_, i) => {
    const [begin, end] = [Math.floor((i * length) / count), Math.ceil(((i + 1) * length) / count)];
    const begins = [0, 0, 0, 0];
    const sizes = [...image.shape];
    [begins[axis], sizes[axis]] = [begin, end - begin];
    return tf.mean(tf.slice(image, begins, sizes), axis, true);
  });
  return tf.concat(means, axis);
}
