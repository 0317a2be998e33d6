import { tf } from "../../backend/tf.js";
import { everyNth, overPhases } from "../windows/spaceToBatch.js";
import { type Axis, type Border, neededBorders, tensorflowPadding } from "../windows/tensorflowPadding.js";
import { PoolingLayer } from "./poolingLayer.js";
import type { PoolingWindows } from "./poolingWindows.js";

/** The largest value of each window; the padding is -∞. */
export abstract class MaxPooling extends PoolingLayer {
  protected override pool(image: tf.Tensor4D, axes: readonly [Axis, Axis], windows: PoolingWindows): tf.Tensor4D {
    const { kernel, stride, dilation } = windows;
    const size: [number, number] = [kernel[0], kernel[1]];
    if (dilation[0] === 1 && dilation[1] === 1) {
      const pad = tensorflowPadding(axes);
      const steps: [number, number] = [stride[0], stride[1]];
      if (typeof pad === "string") return tf.maxPool(image, size, steps, pad);
      return tf.maxPool(bordered(image, pad), size, steps, "valid");
    }
    const padded = bordered(image, neededBorders(axes));
    const all = overPhases(padded, dilation, (phases) => tf.maxPool(phases, size, 1, "valid"));
    const some = everyNth(all, stride);
    const outputs = [some.shape[0], axes[0].outputs, axes[1].outputs, some.shape[3]];
    return String(some.shape) === String(outputs) ? some : tf.slice(some, [0, 0, 0, 0], outputs);
  }
}

function bordered(image: tf.Tensor4D, [rows, columns]: readonly [Border, Border]): tf.Tensor4D {
  return tf.pad4d(
    image,
    [
      [0, 0],
      [rows[0], rows[1]],
      [columns[0], columns[1]],
      [0, 0],
    ],
    Number.NEGATIVE_INFINITY,
  );
}
