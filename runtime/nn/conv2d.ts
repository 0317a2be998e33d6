import { tf } from "../backend/tf.js";
import { defaultParameter } from "./init.js";
import { Module } from "./module.js";
import type { Parameter } from "./parameter.js";
import { shapeError } from "./shapeError.js";

/** One number for both directions, or `[height, width]`. */
export type Size2d = number | readonly [number, number];

export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: Size2d;
  /** Zeros on each side; default 0. `"same"` keeps height and width (stride 1), `"valid"` is 0. */
  readonly padding?: Size2d | "same" | "valid";
  /** Default 1. */
  readonly dilation?: Size2d;
  /** Default true. */
  readonly bias?: boolean;
}

/** 2-d convolution over channels-last images: `[batch, height, width, inChannels]` to `[batch, height', width', outChannels]`. */
export class Conv2d extends Module {
  /** `[kernelHeight, kernelWidth, inChannels, outChannels]`: TensorFlow's layout. */
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly #stride: [number, number];
  readonly #dilation: [number, number];
  /** What TensorFlow pads by itself, and what is padded before: its native gradients know "same" and "valid" only. */
  readonly #padding: "same" | "valid";
  readonly #padBefore: readonly [number, number];

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Size2d,
    options: Conv2dOptions = {},
  ) {
    super();
    const [height, width] = pair(kernelSize);
    this.#stride = pair(options.stride ?? 1);
    this.#dilation = pair(options.dilation ?? 1);
    const padding = options.padding ?? 0;
    this.#padding = this.#isSame(padding, [height, width]) ? "same" : "valid";
    this.#padBefore = this.#padding === "same" || typeof padding === "string" ? [0, 0] : pair(padding);
    const fanIn = height * width * inChannels;
    this.weight = defaultParameter([height, width, inChannels, outChannels], fanIn);
    this.bias = (options.bias ?? true) ? defaultParameter([outChannels], fanIn) : null;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if (x.rank !== 4 || x.shape[3] !== this.inChannels) {
      throw shapeError(
        `Conv2d(${this.inChannels}, ${this.outChannels})`,
        x.shape,
        `[batch, height, width, ${this.inChannels}]`,
        "Images are channels-last here.",
      );
    }
    const [rows, columns] = this.#padBefore;
    const padded =
      rows === 0 && columns === 0
        ? x
        : tf.pad4d(x as tf.Tensor4D, [
            [0, 0],
            [rows, rows],
            [columns, columns],
            [0, 0],
          ]);
    const y = tf.conv2d(
      padded as tf.Tensor4D,
      this.weight as unknown as tf.Tensor4D,
      this.#stride,
      this.#padding,
      "NHWC",
      this.#dilation,
    );
    return this.bias === null ? y : tf.add(y, this.bias);
  }

  /** True when the padding is what TensorFlow calls "same": as many zeros on each side as the kernel reaches beyond, at stride 1. */
  #isSame(padding: Size2d | "same" | "valid", kernel: readonly [number, number]): boolean {
    if (typeof padding === "string") return padding === "same";
    const amounts = pair(padding);
    return (
      kernel.every(
        (size, i) => this.#stride[i] === 1 && 2 * (amounts[i] ?? 0) === (size - 1) * (this.#dilation[i] ?? 1),
      ) && amounts.some((n) => n > 0)
    );
  }
}

export function pair(size: Size2d): [number, number] {
  return typeof size === "number" ? [size, size] : [size[0], size[1]];
}
