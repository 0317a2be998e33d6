import { tf } from "../backend/tf.js";
import { pair, type Size2d } from "./conv2d.js";
import { Module } from "./module.js";

/** The largest value of each window of a channels-last image: `[batch, height, width, channels]`, floor-divided by the stride. */
export class MaxPool2d extends Module {
  readonly #kernel: [number, number];
  readonly #stride: [number, number];

  /** @param options.stride default: the kernel size. */
  constructor(kernelSize: Size2d, options: { readonly stride?: Size2d } = {}) {
    super();
    this.#kernel = pair(kernelSize);
    this.#stride = pair(options.stride ?? kernelSize);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.maxPool(x as tf.Tensor4D, this.#kernel, this.#stride, "valid");
  }
}
