import { tf } from "../../backend/tf.js";
import { constantParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { placeOf, shapeError } from "../shapeError.js";
import { normalize } from "./normalize.js";

export interface GroupNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** True, the default: a weight and a bias for each channel are learned. */
  readonly affine?: boolean;
  /** Default true; only with `affine`. */
  readonly bias?: boolean;
}

/** Normalizes each group of channels of each sample: `[batch, ..., numChannels]`, channels last. */
export class GroupNorm extends Module {
  weight: Parameter | null;
  bias: Parameter | null;
  readonly eps: number;

  constructor(
    readonly numGroups: number,
    readonly numChannels: number,
    options: GroupNormOptions = {},
  ) {
    super();
    const { eps = 1e-5, affine = true, bias = true } = options;
    if (numChannels % numGroups !== 0) {
      throw new RangeError(`GroupNorm: ${numChannels} channels cannot be divided into ${numGroups} equal groups.`);
    }
    this.eps = eps;
    this.weight = affine ? constantParameter([numChannels], 1) : null;
    this.bias = affine && bias ? constantParameter([numChannels], 0) : null;
  }

  override extraRepr(): string {
    return `${this.numGroups}, ${this.numChannels}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { numGroups, numChannels } = this;
    if (x.rank < 2 || x.shape.at(-1) !== numChannels) {
      throw shapeError(this, x.shape, `[batch, ..., ${numChannels}]`, "Channels are last here.");
    }
    const [batch = 1, ...rest] = x.shape;
    const places = rest.slice(0, -1).reduce((product, length) => product * length, 1);
    // Torch has this check from batch normalization, which counts the samples too.
    if ((batch * numChannels * places) / numGroups === 1) {
      throw new Error(
        `${placeOf(this)} got an input of shape [${x.shape.join(", ")}]: groups of one value have no variance.`,
      );
    }
    const groups = tf.reshape(x, [batch, places, numGroups, numChannels / numGroups]);
    const normal = tf.reshape(normalize(groups, [1, 3], this.eps), x.shape);
    const scaled = this.weight === null ? normal : tf.mul(normal, this.weight);
    return this.bias === null ? scaled : tf.add(scaled, this.bias);
  }
}
