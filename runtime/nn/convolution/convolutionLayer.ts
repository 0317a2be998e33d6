import { tf } from "../../backend/tf.js";
import { defaultParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { placeOf, shapeError } from "../shapeError.js";
import { largestBorder, type PaddingMode } from "../windows/borders.js";
import { type ConvolutionArguments, geometryFault, geometryOf } from "./convolutionOptions.js";
import { type ConvolutionGeometry, convolve } from "./convolve.js";

/** What Conv1d and Conv2d have in common: the former is the latter over images of height 1. */
export abstract class ConvolutionLayer extends Module {
  /** The kernel, height and width first, then the channels in (of a group), then those out. */
  weight: Parameter;
  bias: Parameter | null;
  readonly #geometry: ConvolutionGeometry;
  readonly #fault: string | null;

  protected constructor(
    protected readonly made: ConvolutionArguments,
    dimensions: 1 | 2,
    bias: boolean,
  ) {
    super();
    this.#geometry = geometryOf(made);
    const { inChannels, outChannels, kernel, stride, dilation, groups } = made;
    this.#fault = geometryFault(stride, dilation, this.#geometry.padding.flat());
    const fanIn = (kernel[0] * kernel[1] * inChannels) / groups;
    const cells = dimensions === 1 ? [kernel[1]] : [...kernel];
    const layout = dimensions === 1 ? "LIO" : "HWIO";
    this.weight = defaultParameter([...cells, inChannels / groups, outChannels], fanIn, layout);
    this.bias = bias ? defaultParameter([outChannels], fanIn) : null;
  }

  get inChannels(): number {
    return this.made.inChannels;
  }

  get outChannels(): number {
    return this.made.outChannels;
  }

  /** @param image `[batch, height, width, channels]` of an input whose shape was checked. */
  protected convolved(image: tf.Tensor4D, given: readonly number[]): tf.Tensor4D {
    this.#checkSize(image, given);
    const [height, width] = this.made.kernel;
    const { weight } = this;
    const kernel = weight.rank === 4 ? weight : tf.reshape(weight, [height, width, -1, this.made.outChannels]);
    const y = convolve(image, kernel as unknown as tf.Tensor4D, this.#geometry);
    return this.bias === null ? y : tf.add(y, this.bias);
  }

  #checkSize(image: tf.Tensor4D, given: readonly number[]): void {
    if (this.#fault !== null) throw new Error(`${placeOf(this)}: ${this.#fault}.`);
    const { padding, dilation, paddingMode } = this.#geometry;
    for (const i of [0, 1] as const) {
      const [length, [before, after]] = [image.shape[i + 1] as number, padding[i]];
      const reach = dilation[i] * (this.made.kernel[i] - 1) + 1;
      if (length + before + after < reach) throw this.#tooSmall(image, given);
      if (Math.max(before, after) > largestBorder(paddingMode, length)) throw this.#tooMuchPadding(given, paddingMode);
    }
  }

  #tooSmall({ shape }: tf.Tensor4D, given: readonly number[]): Error {
    const { kernel } = this.made;
    const { padding, dilation } = this.#geometry;
    const dimensions = this.weight.rank === 4 ? ([0, 1] as const) : ([1] as const);
    const padded = dimensions.map((i) => (shape[i + 1] as number) + padding[i][0] + padding[i][1]);
    const reach = dimensions.map((i) => dilation[i] * (kernel[i] - 1) + 1);
    const what = dimensions.length === 2 ? "height and width" : "length";
    return shapeError(
      this,
      given,
      `a ${what} of ${reach.join(" x ")} or more, which its kernel reaches over`,
      `With padding it has ${padded.join(" x ")}.`,
    );
  }

  #tooMuchPadding(given: readonly number[], mode: PaddingMode): Error {
    const { padding } = this.#geometry;
    return shapeError(
      this,
      given,
      `a size that it can pad by ${padding.map((border) => Math.max(...border)).join(" and ")}`,
      `The padding mode "${mode}" takes the border from the input itself.`,
    );
  }
}
