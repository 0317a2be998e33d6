import { tf } from "../../backend/tf.js";
import { placeOf } from "../shapeError.js";
import { withBorders } from "../windows/borders.js";
import { type Axis, neededBorders } from "../windows/tensorflowPadding.js";
import { PoolingLayer } from "./poolingLayer.js";
import type { PoolingWindows } from "./poolingWindows.js";

/** What the sum of a window is divided by. */
export interface Divisor {
  readonly countIncludePad: boolean;
  readonly divisorOverride: number | null;
}

/** The mean of each window; the padding is 0. */
export abstract class AveragePooling extends PoolingLayer {
  protected constructor(
    windows: PoolingWindows,
    dimensions: 1 | 2,
    private readonly divisor: Divisor,
  ) {
    super(windows, dimensions);
  }

  protected override pool(image: tf.Tensor4D, axes: readonly [Axis, Axis], windows: PoolingWindows): tf.Tensor4D {
    const { divisorOverride, countIncludePad } = this.divisor;
    if (divisorOverride === 0) throw new RangeError(`${placeOf(this)}: the divisorOverride must not be 0.`);
    const [rows, columns] = windows.kernel;
    // TensorFlow would leave the padding of its own "same" out of the means.
    const padded = withBorders(image, neededBorders(axes), "zeros");
    const means = tf.avgPool(padded, [rows, columns], [windows.stride[0], windows.stride[1]], "valid");
    if (divisorOverride !== null) return tf.mul(means, (rows * columns) / divisorOverride);
    const shares = axes.map((axis) => sharesOf(axis, countIncludePad));
    if (shares.every((axis) => axis.every((share) => share === 1))) return means;
    const factors = (shares[0] as number[]).flatMap((share) => (shares[1] as number[]).map((other) => share * other));
    return tf.mul(means, tf.tensor(factors, [1, axes[0].outputs, axes[1].outputs, 1]));
  }
}

/** For each window along an axis, the kernel's size by the number of cells that count (ATen/native/cpu/AvgPoolKernel.cpp). */
function sharesOf(
  { length, kernel, stride, border: [before, after], outputs }: Axis,
  countIncludePad: boolean,
): number[] {
  return Array.from({ length: outputs }, (_, i) => {
    const first = i * stride - before;
    const last = Math.min(first + kernel, length + after);
    const count = countIncludePad ? last - first : Math.min(last, length) - Math.max(first, 0);
    return kernel / count;
  });
}
