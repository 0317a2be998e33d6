import type { tf } from "../../backend/tf.js";
import type { LossOptions, Reduction } from "../../functional/losses.js";
import { Module } from "../module.js";

/** A loss with its way of reduction, which is checked when it is called, as in torch. */
export abstract class Loss extends Module {
  readonly reduction: Reduction;

  constructor({ reduction = "mean" }: LossOptions = {}) {
    super();
    this.reduction = reduction;
  }
}

/** What weighs a loss: a tensor that is copied into the state. */
export interface WeightOptions extends LossOptions {
  readonly weight?: tf.Tensor | null;
}

export abstract class WeightedLoss extends Loss {
  readonly #isWeighted: boolean;

  constructor({ weight = null, ...options }: WeightOptions = {}) {
    super(options);
    this.registerBuffer("weight", weight);
    this.#isWeighted = weight !== null;
  }

  protected get options(): { readonly weight: tf.Tensor | null; readonly reduction: Reduction } {
    return { weight: this.#isWeighted ? this.buffer("weight") : null, reduction: this.reduction };
  }
}
