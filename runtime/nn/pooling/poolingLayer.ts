import { tf } from "../../backend/tf.js";
import { Module } from "../module.js";
import { shapeError } from "../shapeError.js";
import type { Axis } from "../windows/tensorflowPadding.js";
import { checkWindows, type PoolingWindows, windowsOver } from "./poolingWindows.js";

/** What the pooling layers have in common: those over sequences are those over images of height 1. */
export abstract class PoolingLayer extends Module {
  protected constructor(
    private readonly windows: PoolingWindows,
    private readonly dimensions: 1 | 2,
  ) {
    super();
  }

  override extraRepr(): string {
    const [height, width] = this.windows.kernel;
    return this.dimensions === 1 || height === width ? String(width) : `[${height}, ${width}]`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { dimensions } = this;
    const isBatch = x.rank === dimensions + 2;
    if (!isBatch && x.rank !== dimensions + 1) {
      throw shapeError(
        this,
        x.shape,
        dimensions === 1 ? "[batch, length, channels]" : "[batch, height, width, channels]",
      );
    }
    checkWindows(this, this.windows);
    if (isBatch && dimensions === 2) return this.#pooled(x as tf.Tensor4D, x.shape);
    const [height = 1, width = 1, channels = 1] = dimensions === 2 ? x.shape.slice(-3) : [1, ...x.shape.slice(-2)];
    const image = tf.reshape(x, [isBatch ? (x.shape[0] ?? 1) : 1, height, width, channels]) as tf.Tensor4D;
    const y = this.#pooled(image, x.shape);
    const size = dimensions === 2 ? y.shape.slice(1, 3) : [y.shape[2]];
    return tf.reshape(y, [...(isBatch ? [y.shape[0]] : []), ...size, channels]);
  }

  protected abstract pool(image: tf.Tensor4D, axes: readonly [Axis, Axis], windows: PoolingWindows): tf.Tensor4D;

  #pooled(image: tf.Tensor4D, given: readonly number[]): tf.Tensor4D {
    return this.pool(image, windowsOver(this, image, given, this.windows), this.windows);
  }
}
