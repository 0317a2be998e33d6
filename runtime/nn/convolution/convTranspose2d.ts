import { tf } from "../../backend/tf.js";
import { defaultParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { placeOf, shapeError } from "../shapeError.js";
import { type Pair, pair, type Size2d, sizeText } from "../windows/size2d.js";
import { checkGroups, geometryFault } from "./convolutionOptions.js";
import { convolveTransposed, type TransposedGeometry, transposedSize } from "./convolveTransposed.js";

export interface ConvTranspose2dOptions {
  /** Default 1. */
  readonly stride?: Size2d;
  /** Taken away on each side; default 0. */
  readonly padding?: Size2d;
  /** Added at the end; default 0. It must be smaller than the stride or the dilation. */
  readonly outputPadding?: Size2d;
  /** Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** Distance between the cells of the kernel; default 1. */
  readonly dilation?: Size2d;
  readonly paddingMode?: "zeros";
}

/**
 * 2-d transposed convolution over channels-last images: `[batch, height, width, inChannels]` (or without the batch) to
 * `[batch, height', width', outChannels]`, with height' = (height - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1.
 */
export class ConvTranspose2d extends Module {
  /** `[kernelHeight, kernelWidth, outChannels / groups, inChannels]`: the filter of `tf.conv2dTranspose`. */
  weight: Parameter;
  bias: Parameter | null;
  readonly #kernel: Pair;
  readonly #geometry: TransposedGeometry;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Size2d,
    options: ConvTranspose2dOptions = {},
  ) {
    super();
    const { stride = 1, padding = 0, outputPadding = 0, groups = 1, bias = true, dilation = 1, paddingMode } = options;
    if (paddingMode !== undefined && paddingMode !== "zeros") {
      throw new RangeError(`ConvTranspose2d: the only paddingMode is "zeros", and it is "${paddingMode as string}".`);
    }
    checkGroups({ name: "ConvTranspose2d", inChannels, outChannels, groups });
    this.#kernel = pair(kernelSize);
    this.#geometry = {
      ...{ stride: pair(stride), dilation: pair(dilation), padding: pair(padding) },
      ...{ outputPadding: pair(outputPadding), groups },
    };
    // Torch's formula takes the second dimension of its weight [in, out / groups, ...] for the inputs.
    const fanIn = (this.#kernel[0] * this.#kernel[1] * outChannels) / groups;
    this.weight = defaultParameter([...this.#kernel, outChannels / groups, inChannels], fanIn, "HWOI");
    this.bias = bias ? defaultParameter([outChannels], fanIn) : null;
  }

  override extraRepr(): string {
    return `${this.inChannels}, ${this.outChannels}, ${sizeText(this.#kernel)}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if ((x.rank !== 4 && x.rank !== 3) || x.shape.at(-1) !== this.inChannels) {
      throw shapeError(this, x.shape, `[batch, height, width, ${this.inChannels}]`, "Images are channels-last here.");
    }
    const image = (x.rank === 4 ? x : tf.expandDims(x, 0)) as tf.Tensor4D;
    this.#check(image, x.shape);
    const output = convolveTransposed(image, this.weight as unknown as tf.Tensor4D, this.#geometry);
    const y = this.bias === null ? output : tf.add(output, this.bias);
    return x.rank === 4 ? y : tf.squeeze(y, [0]);
  }

  #check(image: tf.Tensor4D, given: readonly number[]): void {
    const { stride, dilation, padding, outputPadding } = this.#geometry;
    const fault = geometryFault(stride, dilation, [...padding, ...outputPadding]);
    if (fault !== null) throw new Error(`${placeOf(this)}: ${fault}.`);
    for (const i of [0, 1] as const) {
      if (outputPadding[i] < Math.max(stride[i], dilation[i])) continue;
      throw new Error(
        `${placeOf(this)}: outputPadding must be smaller than the stride or the dilation; it is ${outputPadding.join(" and ")}, ` +
          `the stride ${stride.join(" and ")}, the dilation ${dilation.join(" and ")}.`,
      );
    }
    const size = ([0, 1] as const).map((i) =>
      transposedSize(image.shape[i + 1] as number, this.#kernel[i], i, this.#geometry),
    );
    if (size.some((length) => length < 1)) {
      throw shapeError(this, given, "a larger height and width", `Of this one it would make ${size.join(" x ")}.`);
    }
  }
}
