import type { tf } from "../../backend/tf.js";
import * as F from "../../functional/piecewise.js";
import { inLayer } from "../inLayer.js";
import { Module } from "../module.js";

/** x kept in [`minVal`, `maxVal`]. */
export class Hardtanh extends Module {
  /** @throws unless maxVal is greater than minVal. */
  constructor(
    readonly minVal = -1,
    readonly maxVal = 1,
  ) {
    super();
    if (!(maxVal > minVal)) {
      throw new RangeError(`Hardtanh got maxVal = ${maxVal}, which must be greater than minVal = ${minVal}.`);
    }
  }

  override extraRepr(): string {
    return `${this.minVal}, ${this.maxVal}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.hardtanh(x, this.minVal, this.maxVal);
  }
}

/** x kept in [0, 6]. */
export class ReLU6 extends Hardtanh {
  constructor() {
    super(0, 6);
  }

  override extraRepr(): string {
    return "";
  }
}

/** x/6 + 1/2 kept in [0, 1]. */
export class Hardsigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.hardsigmoid(x);
  }
}

/** x times `Hardsigmoid` of x. */
export class Hardswish extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.hardswish(x);
  }
}

/** x where |x| > `lambd`, else 0. */
export class Hardshrink extends Module {
  constructor(readonly lambd = 0.5) {
    super();
  }

  override extraRepr(): string {
    return String(this.lambd);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.hardshrink(x, this.lambd);
  }
}

/** x moved towards 0 by `lambd`, 0 where it would cross it. */
export class Softshrink extends Module {
  constructor(readonly lambd = 0.5) {
    super();
  }

  override extraRepr(): string {
    return String(this.lambd);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.softshrink(x, this.lambd));
  }
}

/** x where it is above `threshold`, else `value`. */
export class Threshold extends Module {
  constructor(
    readonly threshold: number,
    readonly value: number,
  ) {
    super();
  }

  override extraRepr(): string {
    return `${this.threshold}, ${this.value}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.threshold(x, this.threshold, this.value);
  }
}

/** Leaky ReLU whose slopes are drawn from [`lower`, `upper`) in training, and are their mean in evaluation. */
export class RReLU extends Module {
  constructor(
    readonly lower = 1 / 8,
    readonly upper = 1 / 3,
  ) {
    super();
  }

  override extraRepr(): string {
    return `${this.lower}, ${this.upper}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.rrelu(x, this.lower, this.upper, this.training));
  }
}
