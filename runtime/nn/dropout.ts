import type { tf } from "../backend/tf.js";
import * as F from "../functional/dropout.js";
import { inLayer } from "./inLayer.js";
import { Module } from "./module.js";

abstract class DropoutLayer extends Module {
  /** @param p the probability to be zeroed, in [0, 1]; default 0.5. */
  constructor(readonly p = 0.5) {
    super();
    F.checkProbability(this.constructor.name, p);
  }

  override extraRepr(): string {
    return String(this.p);
  }
}

/**
 * In training, zeroes each element with probability `p` and scales the others by 1/(1-p); in evaluation it does nothing. With p = 1
 * everything is 0, the gradient too.
 */
export class Dropout extends DropoutLayer {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.dropout(x, this.p, this.training);
  }
}

/** `Dropout` of whole channels of sequences `[batch, length, channels]`, or of one without batch. */
export class Dropout1d extends DropoutLayer {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.dropout1d(x, this.p, this.training));
  }
}

/** `Dropout` of whole channels of images `[batch, height, width, channels]`, or of one without batch. */
export class Dropout2d extends DropoutLayer {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.dropout2d(x, this.p, this.training));
  }
}

/** `Dropout` of whole channels of volumes `[batch, depth, height, width, channels]`, or of one without batch. */
export class Dropout3d extends DropoutLayer {
  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.dropout3d(x, this.p, this.training));
  }
}

/** Dropout that keeps mean 0 and variance 1, for networks with SELU. */
export class AlphaDropout extends DropoutLayer {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.alphaDropout(x, this.p, this.training);
  }
}
