import type { tf } from "../../backend/tf.js";
import * as F from "../../functional/losses.js";
import { inLayer } from "../inLayer.js";
import { Module } from "../module.js";
import { Loss, WeightedLoss, type WeightOptions } from "./loss.js";

/** See `functional.mseLoss`. */
export class MSELoss extends Loss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.mseLoss(input, target, { reduction: this.reduction }));
  }
}

/** See `functional.l1Loss`. */
export class L1Loss extends Loss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.l1Loss(input, target, { reduction: this.reduction }));
  }
}

/** See `functional.smoothL1Loss`. */
export class SmoothL1Loss extends Loss {
  readonly beta: number;

  constructor({ beta = 1, ...options }: F.LossOptions & { readonly beta?: number } = {}) {
    super(options);
    this.beta = beta;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.smoothL1Loss(input, target, { beta: this.beta, reduction: this.reduction }));
  }
}

/** See `functional.huberLoss`. */
export class HuberLoss extends Loss {
  readonly delta: number;

  constructor({ delta = 1, ...options }: F.LossOptions & { readonly delta?: number } = {}) {
    super(options);
    this.delta = delta;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.huberLoss(input, target, { delta: this.delta, reduction: this.reduction }));
  }
}

export interface ClassLossOptions extends WeightOptions {
  /** Targets that are left out; default -100. */
  readonly ignoreIndex?: number;
}

/** See `functional.crossEntropy`: classes are the last dimension. */
export class CrossEntropyLoss extends WeightedLoss {
  readonly ignoreIndex: number;
  readonly labelSmoothing: number;

  constructor({
    ignoreIndex = -100,
    labelSmoothing = 0,
    ...options
  }: ClassLossOptions & { readonly labelSmoothing?: number } = {}) {
    super(options);
    this.ignoreIndex = ignoreIndex;
    this.labelSmoothing = labelSmoothing;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { ignoreIndex, labelSmoothing } = this;
    return inLayer(this, () => F.crossEntropy(input, target, { ...this.options, ignoreIndex, labelSmoothing }));
  }
}

/** See `functional.nllLoss`: classes are the last dimension. */
export class NLLLoss extends WeightedLoss {
  readonly ignoreIndex: number;

  constructor({ ignoreIndex = -100, ...options }: ClassLossOptions = {}) {
    super(options);
    this.ignoreIndex = ignoreIndex;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.nllLoss(input, target, { ...this.options, ignoreIndex: this.ignoreIndex }));
  }
}

/** See `functional.binaryCrossEntropy`. */
export class BCELoss extends WeightedLoss {
  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.binaryCrossEntropy(input, target, this.options));
  }
}

/** See `functional.binaryCrossEntropyWithLogits`. */
export class BCEWithLogitsLoss extends WeightedLoss {
  readonly #hasPosWeight: boolean;

  constructor({ posWeight = null, ...options }: WeightOptions & { readonly posWeight?: tf.Tensor | null } = {}) {
    super(options);
    this.registerBuffer("pos_weight", posWeight);
    this.#hasPosWeight = posWeight !== null;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const posWeight = this.#hasPosWeight ? this.buffer("pos_weight") : null;
    return inLayer(this, () => F.binaryCrossEntropyWithLogits(input, target, { ...this.options, posWeight }));
  }
}

/** See `functional.klDiv`. */
export class KLDivLoss extends Module {
  readonly reduction: F.Reduction | "batchmean";
  readonly logTarget: boolean;

  constructor({ reduction = "mean", logTarget = false }: F.KlDivOptions = {}) {
    super();
    this.reduction = reduction;
    this.logTarget = logTarget;
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    const { reduction, logTarget } = this;
    return inLayer(this, () => F.klDiv(input, target, { reduction, logTarget }));
  }
}

/** See `functional.poissonNllLoss`. */
export class PoissonNLLLoss extends Loss {
  readonly #options: { readonly logInput: boolean; readonly full: boolean; readonly eps: number };

  constructor({
    logInput = true,
    full = false,
    eps = 1e-8,
    ...options
  }: F.LossOptions & { readonly logInput?: boolean; readonly full?: boolean; readonly eps?: number } = {}) {
    super(options);
    this.#options = { logInput, full, eps };
  }

  override forward(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.poissonNllLoss(input, target, { ...this.#options, reduction: this.reduction }));
  }
}

/** See `functional.gaussianNllLoss`. */
export class GaussianNLLLoss extends Loss {
  readonly #options: { readonly full: boolean; readonly eps: number };

  constructor({
    full = false,
    eps = 1e-6,
    ...options
  }: F.LossOptions & { readonly full?: boolean; readonly eps?: number } = {}) {
    super(options);
    this.#options = { full, eps };
  }

  override forward(input: tf.Tensor, target: tf.Tensor, variance: tf.Tensor | number): tf.Tensor {
    return inLayer(this, () =>
      F.gaussianNllLoss(input, target, variance, { ...this.#options, reduction: this.reduction }),
    );
  }
}
