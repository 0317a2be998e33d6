import { inRow, type Size1d } from "../windows/size2d.js";
import { MaxPooling } from "./maxPooling.js";

export interface MaxPool1dOptions {
  /** Default: the kernel size. */
  readonly stride?: Size1d | null;
  /** Added at each end, as -∞; at most half the kernel. Default 0. */
  readonly padding?: Size1d;
  /** Distance between the cells of a window; default 1. */
  readonly dilation?: Size1d;
  /** Rounds the number of windows up, so that nothing at the end is left out; default false. */
  readonly ceilMode?: boolean;
}

/** The largest value of each window of channels-last sequences: `[batch, length, channels]`, or without the batch. */
export class MaxPool1d extends MaxPooling {
  constructor(kernelSize: Size1d, options: MaxPool1dOptions = {}) {
    const { stride, padding = 0, dilation = 1, ceilMode = false } = options;
    const [kernel, step] = [inRow(kernelSize, 1), inRow(stride ?? kernelSize, 1)];
    super({ kernel, stride: step, padding: inRow(padding, 0), dilation: inRow(dilation, 1), ceilMode }, 1);
  }
}
