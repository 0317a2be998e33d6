import { tf } from "../../backend/tf.js";
import { shapeError } from "../shapeError.js";
import type { PaddingMode } from "../windows/borders.js";
import { inRow, type Size1d } from "../windows/size2d.js";
import { ConvolutionLayer } from "./convolutionLayer.js";

export interface Conv1dOptions {
  /** Default 1. */
  readonly stride?: Size1d;
  /** Added at each end; default 0. `"same"` keeps the length (stride 1), an odd one goes to the end; `"valid"` is 0. */
  readonly padding?: Size1d | "same" | "valid";
  /** Distance between the cells of the kernel; default 1. */
  readonly dilation?: Size1d;
  /** Groups of channels that are convolved apart from each other; default 1. As many as there are channels: depthwise. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** What is padded with; default zeros. */
  readonly paddingMode?: PaddingMode;
}

/**
 * 1-d convolution over channels-last sequences: `[batch, length, inChannels]` (or without the batch) to `[batch, length', outChannels]`. The
 * weight is `[kernelSize, inChannels / groups, outChannels]`.
 */
export class Conv1d extends ConvolutionLayer {
  constructor(inChannels: number, outChannels: number, kernelSize: Size1d, options: Conv1dOptions = {}) {
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = "zeros" } = options;
    const made = {
      ...{ name: "Conv1d", inChannels, outChannels, kernel: inRow(kernelSize, 1), stride: inRow(stride, 1) },
      ...{ padding: typeof padding === "string" ? padding : inRow(padding, 0), dilation: inRow(dilation, 1) },
      ...{ groups, paddingMode },
    };
    super(made, 1, bias);
  }

  override extraRepr(): string {
    return `${this.inChannels}, ${this.outChannels}, ${this.made.kernel[1]}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if ((x.rank !== 3 && x.rank !== 2) || x.shape.at(-1) !== this.inChannels) {
      const wanted = `[batch, length, ${this.inChannels}]`;
      throw shapeError(this, x.shape, wanted, "Sequences are channels-last here.");
    }
    const [length = 0, channels = 0] = x.shape.slice(-2);
    const image = tf.reshape(x, [x.rank === 3 ? (x.shape[0] ?? 0) : 1, 1, length, channels]);
    const y = this.convolved(image as tf.Tensor4D, x.shape);
    return tf.reshape(y, x.rank === 3 ? [y.shape[0], y.shape[2], y.shape[3]] : [y.shape[2], y.shape[3]]);
  }
}
