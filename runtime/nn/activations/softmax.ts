import type { tf } from "../../backend/tf.js";
import * as F from "../../functional/softmax.js";
import { inLayer } from "../inLayer.js";
import { Module } from "../module.js";
import { shapeError } from "../shapeError.js";

abstract class AlongDimension extends Module {
  /** @param dim negative ones count from the end; without one it is chosen as in torch, with a warning. */
  constructor(readonly dim?: number) {
    super();
  }

  override extraRepr(): string {
    return this.dim === undefined ? "" : String(this.dim);
  }
}

/** exp(x) / Σ exp(x) over dimension `dim`. */
export class Softmax extends AlongDimension {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.softmax(x, this.dim));
  }
}

/** `Softmax` of -x. */
export class Softmin extends AlongDimension {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.softmin(x, this.dim));
  }
}

/** log of `Softmax`. */
export class LogSoftmax extends AlongDimension {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.logSoftmax(x, this.dim));
  }
}

/** `Softmax` over the channels, the last dimension, at each place of images `[height, width, channels]` or a batch of them. */
export class Softmax2d extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    if (x.rank !== 3 && x.rank !== 4)
      throw shapeError(this, x.shape, "[batch, height, width, channels], or that without batch");
    return F.softmax(x, -1);
  }
}
