import type { tf } from "../../backend/tf.js";
import * as F from "../../functional/activations.js";
import { constantParameter } from "../init/defaultParameter.js";
import { inLayer } from "../inLayer.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";

/** max(x, 0). */
export class ReLU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.relu(x);
  }
}

export class Tanh extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.tanh(x);
  }
}

export class Sigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.sigmoid(x);
  }
}

/** x where it is positive, else `negativeSlope`·x. */
export class LeakyReLU extends Module {
  constructor(readonly negativeSlope = 0.01) {
    super();
  }

  override extraRepr(): string {
    return String(this.negativeSlope);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.leakyRelu(x, this.negativeSlope);
  }
}

/** x where it is positive, else a learned slope times x. */
export class PReLU extends Module {
  /** `[numParameters]`. */
  weight: Parameter;

  /**
   * @param numParameters 1 slope for all (default), or one for each channel, which are the last dimension.
   * @param options.init what the slopes are at first; default 0.25.
   */
  constructor(
    readonly numParameters = 1,
    { init = 0.25 }: { readonly init?: number } = {},
  ) {
    super();
    this.weight = constantParameter([numParameters], init);
  }

  override extraRepr(): string {
    return String(this.numParameters);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.prelu(x, this.weight));
  }
}

/** x where it is positive, else `alpha`·(exp(x) - 1). */
export class ELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }

  override extraRepr(): string {
    return String(this.alpha);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.elu(x, this.alpha);
  }
}

/** x where it is positive, else `alpha`·(exp(x / `alpha`) - 1). */
export class CELU extends Module {
  constructor(readonly alpha = 1) {
    super();
  }

  override extraRepr(): string {
    return String(this.alpha);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.celu(x, this.alpha));
  }
}

/** Scaled exponential unit, which keeps mean 0 and variance 1 through layers. */
export class SELU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.selu(x);
  }
}

/** x·Φ(x); `approximate: "tanh"` takes the usual approximation, `"none"` (default) is exact. */
export class GELU extends Module {
  readonly approximate: "none" | "tanh";

  constructor({ approximate = "none" }: { readonly approximate?: "none" | "tanh" } = {}) {
    super();
    this.approximate = approximate;
  }

  override extraRepr(): string {
    return `{ approximate: "${this.approximate}" }`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.gelu(x, { approximate: this.approximate }));
  }
}

/** x·sigmoid(x), also called swish. */
export class SiLU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.silu(x);
  }
}

/** x·tanh(softplus(x)). */
export class Mish extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.mish(x);
  }
}

/** log(1 + exp(`beta`·x)) / `beta`; x itself where `beta`·x > `threshold`. */
export class Softplus extends Module {
  constructor(
    readonly beta = 1,
    readonly threshold = 20,
  ) {
    super();
  }

  override extraRepr(): string {
    return `${this.beta}, ${this.threshold}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return F.softplus(x, this.beta, this.threshold);
  }
}

/** log(sigmoid(x)). */
export class LogSigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.logsigmoid(x);
  }
}

/** x / (1 + |x|). */
export class Softsign extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.softsign(x);
  }
}

/** x - tanh(x). */
export class Tanhshrink extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.tanhshrink(x);
  }
}

/** The first half of dimension `dim` (default the last) times the sigmoid of the second. */
export class GLU extends Module {
  constructor(readonly dim = -1) {
    super();
  }

  override extraRepr(): string {
    return String(this.dim);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return inLayer(this, () => F.glu(x, this.dim));
  }
}
