import { tf } from "../backend/tf.js";
import { defaultParameter } from "./init/defaultParameter.js";
import { Module } from "./module.js";
import type { Parameter } from "./parameter.js";
import { shapeError } from "./shapeError.js";

/** y = x Wᵀ + b over the last dimension: `[..., inFeatures]` to `[..., outFeatures]`. */
export class Linear extends Module {
  /** `[outFeatures, inFeatures]`, as torch keeps it. */
  weight: Parameter;
  bias: Parameter | null;

  /** @param options.bias default true. */
  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: { readonly bias?: boolean } = {},
  ) {
    super();
    this.weight = defaultParameter([outFeatures, inFeatures], inFeatures);
    this.bias = (options.bias ?? true) ? defaultParameter([outFeatures], inFeatures) : null;
  }

  override extraRepr(): string {
    return `${this.inFeatures}, ${this.outFeatures}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    if (x.shape.at(-1) !== this.inFeatures) throw shapeError(this, x.shape, `[..., ${this.inFeatures}]`);
    const rows = x.rank === 2 ? x : tf.reshape(x, [x.size / this.inFeatures, this.inFeatures]);
    const product = tf.matMul(rows as tf.Tensor2D, this.weight as unknown as tf.Tensor2D, false, true);
    const y = this.bias === null ? product : tf.add(product, this.bias);
    return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), this.outFeatures]);
  }
}
