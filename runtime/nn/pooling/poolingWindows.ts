import type { tf } from "../../backend/tf.js";
import type { Module } from "../module.js";
import { placeOf, shapeError } from "../shapeError.js";
import type { Pair } from "../windows/size2d.js";
import type { Axis, Border } from "../windows/tensorflowPadding.js";

/** The windows of a pooling layer, as it was made. */
export interface PoolingWindows {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;
}

/** Refuses sizes with which no input can be pooled; torch does so when the layer is called. */
export function checkWindows(layer: Module, windows: PoolingWindows): void {
  const { kernel, stride, padding, dilation } = windows;
  const isPadding = (count: number, i: number) => count >= 0 && count <= Math.floor((kernel[i] as number) / 2);
  if ([...kernel, ...stride, ...dilation].every((length) => length > 0) && padding.every(isPadding)) return;
  throw new Error(
    `${placeOf(layer)}: kernel, stride and dilation must be at least 1, and the padding at least 0 and at most half the kernel. The kernel is ` +
      `${kernel.join(" x ")}, the stride ${stride.join(" and ")}, the dilation ${dilation.join(" and ")}, the padding ${padding.join(" and ")}.`,
  );
}

/** The windows over an image (ATen/native/Pool.h, `pooling_output_shape`), or the error of a layer that cannot pool it. */
export function windowsOver(
  layer: Module,
  image: tf.Tensor4D,
  given: readonly number[],
  windows: PoolingWindows,
): readonly [Axis, Axis] {
  const { kernel, stride, padding, dilation } = windows;
  const [rows, columns] = ([0, 1] as const).map((i): Axis => {
    const reach = dilation[i] * (kernel[i] - 1) + 1;
    const length = image.shape[i + 1] as number;
    const border: Border = [padding[i], padding[i]];
    return { length, kernel: reach, stride: stride[i], border, outputs: windowCount(length, reach, i, windows) };
  }) as [Axis, Axis];
  if (rows.outputs >= 1 && columns.outputs >= 1) return [rows, columns];
  throw shapeError(
    layer,
    given,
    `a size that its windows of ${kernel.join(" x ")} fit in`,
    `The output would be ${rows.outputs} x ${columns.outputs}.`,
  );
}

/** In ceil mode a window may begin in the image and end beyond it, but not begin in the padding at its end. */
function windowCount(length: number, reach: number, i: 0 | 1, { stride, padding, ceilMode }: PoolingWindows): number {
  const over = length + 2 * padding[i] - reach + (ceilMode ? stride[i] - 1 : 0);
  const count = Math.floor(over / stride[i]) + 1;
  return ceilMode && (count - 1) * stride[i] >= length + padding[i] ? count - 1 : count;
}
