import type { tf } from "../backend/tf.js";
import * as F from "../functional/distance.js";
import { inLayer } from "./inLayer.js";
import { Module } from "./module.js";

/** See `functional.cosineSimilarity`. */
export class CosineSimilarity extends Module {
  readonly dim: number;
  readonly eps: number;

  constructor({ dim = 1, eps = 1e-8 }: { readonly dim?: number; readonly eps?: number } = {}) {
    super();
    this.dim = dim;
    this.eps = eps;
  }

  override forward(x1: tf.Tensor, x2: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.cosineSimilarity(x1, x2, { dim: this.dim, eps: this.eps }));
  }
}

/** See `functional.pairwiseDistance`. */
export class PairwiseDistance extends Module {
  readonly #options: { readonly p: number; readonly eps: number; readonly keepdim: boolean };

  constructor({
    p = 2,
    eps = 1e-6,
    keepdim = false,
  }: { readonly p?: number; readonly eps?: number; readonly keepdim?: boolean } = {}) {
    super();
    this.#options = { p, eps, keepdim };
  }

  override forward(x1: tf.Tensor, x2: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.pairwiseDistance(x1, x2, this.#options));
  }
}
