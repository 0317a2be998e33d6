/** Zeros (or whatever is neutral) before and after an axis. */
export type Border = readonly [before: number, after: number];

/** The windows along one axis, and the padding that torch's semantics want. */
export interface Axis {
  readonly length: number;
  readonly kernel: number;
  readonly stride: number;
  readonly border: Border;
  /** How many windows there are. */
  readonly outputs: number;
}

/**
 * How TensorFlow is to be asked for these windows. Its native kernels know two paddings, "same" and "valid"; where neither is meant the
 * input is padded before. "same" with a stride puts the odd zero at the end, which depends on the length of the input.
 */
export function tensorflowPadding(axes: readonly [Axis, Axis]): "same" | "valid" | readonly [Border, Border] {
  if (axes.every(isValid)) return "valid";
  if (axes.every(isSame)) return "same";
  return neededBorders(axes);
}

/** As much of the padding as the windows reach over. */
export function neededBorders([rows, columns]: readonly [Axis, Axis]): readonly [Border, Border] {
  return [neededBorder(rows), neededBorder(columns)];
}

/** Outputs are floor-divided: what is left at the end needs no padding. */
export function outputCount(length: number, kernel: number, stride: number, [before, after]: Border): number {
  return Math.floor((length + before + after - kernel) / stride) + 1;
}

function isValid({ length, kernel, stride, border, outputs }: Axis): boolean {
  return border[0] === 0 && outputCount(length, kernel, stride, [0, 0]) === outputs;
}

function isSame({ length, kernel, stride, border, outputs }: Axis): boolean {
  const total = Math.max((outputs - 1) * stride + kernel - length, 0);
  return Math.ceil(length / stride) === outputs && Math.floor(total / 2) === border[0];
}

function neededBorder({ length, kernel, stride, border, outputs }: Axis): Border {
  return [border[0], Math.max((outputs - 1) * stride + kernel - length - border[0], 0)];
}
