import { tf } from "../../backend/tf.js";
import { shapeError } from "../shapeError.js";
import type { PaddingMode } from "../windows/borders.js";
import { pair, type Size2d, sizeText } from "../windows/size2d.js";
import { ConvolutionLayer } from "./convolutionLayer.js";

export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: Size2d;
  /** Added on each side; default 0. `"same"` keeps height and width (stride 1), an odd one goes to the end; `"valid"` is 0. */
  readonly padding?: Size2d | "same" | "valid";
  /** Distance between the cells of the kernel; default 1. */
  readonly dilation?: Size2d;
  /** Groups of channels that are convolved apart from each other; default 1. As many as there are channels: depthwise. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** What is padded with; default zeros. */
  readonly paddingMode?: PaddingMode;
}

/**
 * 2-d convolution over channels-last images: `[batch, height, width, inChannels]` (or without the batch) to
 * `[batch, height', width', outChannels]`. The weight is `[kernelHeight, kernelWidth, inChannels / groups, outChannels]`, TensorFlow's layout.
 */
export class Conv2d extends ConvolutionLayer {
  constructor(inChannels: number, outChannels: number, kernelSize: Size2d, options: Conv2dOptions = {}) {
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true, paddingMode = "zeros" } = options;
    const made = {
      ...{ name: "Conv2d", inChannels, outChannels, kernel: pair(kernelSize), stride: pair(stride) },
      ...{ padding: typeof padding === "string" ? padding : pair(padding), dilation: pair(dilation) },
      ...{ groups, paddingMode },
    };
    super(made, 2, bias);
  }

  override extraRepr(): string {
    return `${this.inChannels}, ${this.outChannels}, ${sizeText(this.made.kernel)}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if ((x.rank !== 4 && x.rank !== 3) || x.shape.at(-1) !== this.inChannels) {
      const wanted = `[batch, height, width, ${this.inChannels}]`;
      throw shapeError(this, x.shape, wanted, "Images are channels-last here.");
    }
    if (x.rank === 4) return this.convolved(x as tf.Tensor4D, x.shape);
    return tf.squeeze(this.convolved(tf.expandDims(x, 0) as tf.Tensor4D, x.shape), [0]);
  }
}
