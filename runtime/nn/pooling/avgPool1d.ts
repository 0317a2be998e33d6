import { inRow, type Size1d } from "../windows/size2d.js";
import { AveragePooling } from "./averagePooling.js";

export interface AvgPool1dOptions {
  /** Default: the kernel size. */
  readonly stride?: Size1d | null;
  /** Zeros at each end; at most half the kernel. Default 0. */
  readonly padding?: Size1d;
  /** Rounds the number of windows up, so that nothing at the end is left out; default false. */
  readonly ceilMode?: boolean;
  /** True, the default: the padding counts in a window's size. */
  readonly countIncludePad?: boolean;
}

/** The mean of each window of channels-last sequences: `[batch, length, channels]`, or without the batch. */
export class AvgPool1d extends AveragePooling {
  constructor(kernelSize: Size1d, options: AvgPool1dOptions = {}) {
    const { stride, padding = 0, ceilMode = false, countIncludePad = true } = options;
    const [kernel, step] = [inRow(kernelSize, 1), inRow(stride ?? kernelSize, 1)];
    const windows = { kernel, stride: step, padding: inRow(padding, 0), dilation: [1, 1], ceilMode } as const;
    super(windows, 1, { countIncludePad, divisorOverride: null });
  }
}
