import type { tf } from "../../backend/tf.js";
import * as F from "../../functional/losses.js";
import { inLayer } from "../inLayer.js";
import { Loss, WeightedLoss, type WeightOptions } from "./loss.js";

interface MarginOptions extends F.LossOptions {
  readonly margin?: number;
}

/** See `functional.softMarginLoss`. */
export class SoftMarginLoss extends Loss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.softMarginLoss(input, target, { reduction: this.reduction }));
  }
}

/** See `functional.multilabelMarginLoss`. */
export class MultiLabelMarginLoss extends Loss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.multilabelMarginLoss(input, target, { reduction: this.reduction }));
  }
}

/** See `functional.multilabelSoftMarginLoss`. */
export class MultiLabelSoftMarginLoss extends WeightedLoss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.multilabelSoftMarginLoss(input, target, this.options));
  }
}

/** See `functional.multiMarginLoss`. */
export class MultiMarginLoss extends WeightedLoss {
  readonly p: number;
  readonly margin: number;

  /** @throws for a power that is not 1 or 2, and for weights that are no vector. */
  constructor({ p = 1, margin = 1, ...options }: WeightOptions & MarginOptions & { readonly p?: number } = {}) {
    if (p !== 1 && p !== 2) throw new RangeError(`MultiMarginLoss got p = ${p}: only 1 and 2 are supported.`);
    const rank = options.weight?.rank ?? 1;
    if (rank !== 1) {
      throw new Error(
        `MultiMarginLoss got a weight of ${rank} dimensions, and it wants one number for each class: [classes].`,
      );
    }
    super(options);
    this.p = p;
    this.margin = margin;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { p, margin } = this;
    return inLayer(this, () => F.multiMarginLoss(input, target, { ...this.options, p, margin }));
  }
}

/** See `functional.hingeEmbeddingLoss`. */
export class HingeEmbeddingLoss extends Loss {
  readonly margin: number;

  constructor({ margin = 1, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { margin, reduction } = this;
    return inLayer(this, () => F.hingeEmbeddingLoss(input, target, { margin, reduction }));
  }
}

/** See `functional.cosineEmbeddingLoss`. */
export class CosineEmbeddingLoss extends Loss {
  readonly margin: number;

  constructor({ margin = 0, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(input1: tf.Tensor, input2: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { margin, reduction } = this;
    return inLayer(this, () => F.cosineEmbeddingLoss(input1, input2, target, { margin, reduction }));
  }
}

/** See `functional.marginRankingLoss`. */
export class MarginRankingLoss extends Loss {
  readonly margin: number;

  constructor({ margin = 0, ...options }: MarginOptions = {}) {
    super(options);
    this.margin = margin;
  }

  override forward(input1: tf.Tensor, input2: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { margin, reduction } = this;
    return inLayer(this, () => F.marginRankingLoss(input1, input2, target, { margin, reduction }));
  }
}

/** See `functional.tripletMarginLoss`. */
export class TripletMarginLoss extends Loss {
  readonly #options: F.TripletMarginOptions;

  /** @throws unless the margin is positive. */
  constructor(options: F.TripletMarginOptions = {}) {
    checkMargin("TripletMarginLoss", options.margin);
    super(options);
    this.#options = options;
  }

  override forward(anchor: tf.Tensor, positive: tf.Tensor, negative: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.tripletMarginLoss(anchor, positive, negative, this.#options));
  }
}

/** See `functional.tripletMarginWithDistanceLoss`. */
export class TripletMarginWithDistanceLoss extends Loss {
  readonly #options: F.TripletMarginWithDistanceOptions;

  /** @throws unless the margin is positive. */
  constructor(options: F.TripletMarginWithDistanceOptions = {}) {
    checkMargin("TripletMarginWithDistanceLoss", options.margin);
    super(options);
    this.#options = options;
  }

  override forward(anchor: tf.Tensor, positive: tf.Tensor, negative: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.tripletMarginWithDistanceLoss(anchor, positive, negative, this.#options));
  }
}

function checkMargin(loss: string, margin = 1): void {
  if (!(margin > 0)) throw new RangeError(`${loss} got margin = ${margin}, which must be greater than 0.`);
}
