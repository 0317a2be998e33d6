import { tf } from "../../backend/tf.js";
import { constantParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { shapeError } from "../shapeError.js";
import { normalize } from "./normalize.js";

export interface LayerNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** True, the default: a weight and a bias for each element are learned. */
  readonly elementwiseAffine?: boolean;
  /** Default true; only with `elementwiseAffine`. */
  readonly bias?: boolean;
}

/** Normalizes each sample over its last dimensions: `[..., *normalizedShape]`. */
export class LayerNorm extends Module {
  readonly normalizedShape: readonly number[];
  weight: Parameter | null;
  bias: Parameter | null;
  readonly eps: number;

  constructor(normalizedShape: number | readonly number[], options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : [...normalizedShape];
    this.eps = eps;
    this.weight = elementwiseAffine ? constantParameter(this.normalizedShape, 1) : null;
    this.bias = elementwiseAffine && bias ? constantParameter(this.normalizedShape, 0) : null;
  }

  override extraRepr(): string {
    const { normalizedShape: shape } = this;
    return shape.length === 1 ? String(shape[0]) : `[${shape.join(", ")}]`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const { normalizedShape: shape } = this;
    if (shape.length === 0 || x.rank < shape.length || String(x.shape.slice(-shape.length)) !== String(shape)) {
      throw shapeError(this, x.shape, `[..., ${shape.join(", ")}]`);
    }
    const axes = shape.map((_, i) => x.rank - shape.length + i);
    const normal = normalize(x, axes, this.eps);
    const scaled = this.weight === null ? normal : tf.mul(normal, this.weight);
    return this.bias === null ? scaled : tf.add(scaled, this.bias);
  }
}
