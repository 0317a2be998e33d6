import { pair, type Size2d } from "../windows/size2d.js";
import { AveragePooling } from "./averagePooling.js";

export interface AvgPool2dOptions {
  /** Default: the kernel size. */
  readonly stride?: Size2d | null;
  /** Zeros on each side; at most half the kernel. Default 0. */
  readonly padding?: Size2d;
  /** Rounds the number of windows up, so that nothing at the end is left out; default false. */
  readonly ceilMode?: boolean;
  /** True, the default: the padding counts in a window's size. */
  readonly countIncludePad?: boolean;
  /** What each sum is divided by, whatever the window's size. */
  readonly divisorOverride?: number | null;
}

/** The mean of each window of channels-last images: `[batch, height, width, channels]`, or without the batch. */
export class AvgPool2d extends AveragePooling {
  constructor(kernelSize: Size2d, options: AvgPool2dOptions = {}) {
    const { stride, padding = 0, ceilMode = false, countIncludePad = true, divisorOverride = null } = options;
    const [kernel, step] = [pair(kernelSize), pair(stride ?? kernelSize)];
    const windows = { kernel, stride: step, padding: pair(padding), dilation: [1, 1], ceilMode } as const;
    super(windows, 2, { countIncludePad, divisorOverride });
  }
}
