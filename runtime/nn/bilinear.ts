import { tf } from "../backend/tf.js";
import { defaultParameter } from "./init/defaultParameter.js";
import { Module } from "./module.js";
import type { Parameter } from "./parameter.js";
import { shapeError } from "./shapeError.js";

/** y = x₁ᵀ W x₂ + b over the last dimensions: `[..., in1Features]` and `[..., in2Features]` to `[..., outFeatures]`. */
export class Bilinear extends Module {
  /** `[outFeatures, in1Features, in2Features]`. */
  weight: Parameter;
  bias: Parameter | null;

  /** @param options.bias default true. */
  constructor(
    readonly in1Features: number,
    readonly in2Features: number,
    readonly outFeatures: number,
    options: { readonly bias?: boolean } = {},
  ) {
    super();
    if (!(in1Features > 0)) throw new RangeError(`Bilinear: in1Features must be > 0, and it is ${in1Features}.`);
    this.weight = defaultParameter([outFeatures, in1Features, in2Features], in1Features);
    this.bias = (options.bias ?? true) ? defaultParameter([outFeatures], in1Features) : null;
  }

  override extraRepr(): string {
    return `${this.in1Features}, ${this.in2Features}, ${this.outFeatures}`;
  }

  override forward(x1: tf.Tensor, x2: tf.Tensor): tf.Tensor {
    const { in1Features, in2Features, outFeatures } = this;
    const places = x1.shape.slice(0, -1);
    if (String(x2.shape.slice(0, -1)) !== String(places)) {
      throw shapeError(this, x2.shape, `[${[...places, in2Features].join(", ")}] beside [${x1.shape.join(", ")}]`);
    }
    if (x1.shape.at(-1) !== in1Features) throw shapeError(this, x1.shape, `[..., ${in1Features}] as the first`);
    if (x2.shape.at(-1) !== in2Features) throw shapeError(this, x2.shape, `[..., ${in2Features}] as the second`);
    const rows = x1.size / in1Features;
    // Σᵢ x₁ᵢ Wₒᵢⱼ for every output and j, then Σⱼ of that times x₂ⱼ.
    const inner = tf.transpose(this.weight, [1, 0, 2]).reshape([in1Features, outFeatures * in2Features]);
    const partial = tf.matMul(x1.reshape([rows, in1Features]), inner).reshape([rows, outFeatures, in2Features]);
    const product = tf.sum(tf.mul(partial, x2.reshape([rows, 1, in2Features])), 2);
    const y = this.bias === null ? product : tf.add(product, this.bias);
    return tf.reshape(y, [...places, outFeatures]);
  }
}
