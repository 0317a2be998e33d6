import { pair, type Size2d } from "../windows/size2d.js";
import { MaxPooling } from "./maxPooling.js";

export interface MaxPool2dOptions {
  /** Default: the kernel size. */
  readonly stride?: Size2d | null;
  /** Added on each side, as -∞; at most half the kernel. Default 0. */
  readonly padding?: Size2d;
  /** Distance between the cells of a window; default 1. */
  readonly dilation?: Size2d;
  /** Rounds the number of windows up, so that nothing at the end is left out; default false. */
  readonly ceilMode?: boolean;
}

/** The largest value of each window of channels-last images: `[batch, height, width, channels]`, or without the batch. */
export class MaxPool2d extends MaxPooling {
  constructor(kernelSize: Size2d, options: MaxPool2dOptions = {}) {
    const { stride, padding = 0, dilation = 1, ceilMode = false } = options;
    const [kernel, step] = [pair(kernelSize), pair(stride ?? kernelSize)];
    super({ kernel, stride: step, padding: pair(padding), dilation: pair(dilation), ceilMode }, 2);
  }
}
