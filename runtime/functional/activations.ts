import { tf } from "../backend/tf.js";
import { pointwise } from "./differentiable.js";
import { axisOf } from "./dimension.js";

/** max(x, 0); its derivative at 0 is 0. */
export function relu(x: tf.Tensor): tf.Tensor {
  return tf.relu(x);
}

export function tanh(x: tf.Tensor): tf.Tensor {
  return tf.tanh(x);
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  return tf.sigmoid(x);
}

/** x where it is positive, else `negativeSlope`·x; the derivative at 0 is the slope. */
export function leakyRelu(x: tf.Tensor, negativeSlope = 0.01): tf.Tensor {
  return tf.leakyRelu(x, negativeSlope);
}

/**
 * x where it is positive, else a learned slope times x.
 *
 * @param weight one slope, or one for each channel: the last dimension of x.
 */
export function prelu(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  if (weight.size !== 1 && (weight.rank > 1 || x.rank < 2 || weight.size !== x.shape.at(-1))) {
    throw new Error(
      `prelu got ${weight.size} slopes (shape [${weight.shape.join(", ")}]) and an input of shape [${x.shape.join(", ")}]. ` +
        `It wants one slope, or one for each channel, which are the last dimension: ${x.shape.at(-1) ?? 1} of them.`,
    );
  }
  const slopes = weight.rank === 1 ? weight : tf.reshape(weight, [1]);
  return tf.add(tf.relu(x), tf.mul(slopes, tf.minimum(x, 0)));
}

/** x where it is positive, else `alpha`·(exp(x) - 1). */
export function elu(x: tf.Tensor, alpha = 1): tf.Tensor {
  return exponentialUnit(x, alpha, 1);
}

/** x where it is positive, else `alpha`·(exp(x / `alpha`) - 1): differentiable at 0. @throws for alpha 0. */
export function celu(x: tf.Tensor, alpha = 1): tf.Tensor {
  if (alpha === 0) throw new RangeError("celu got alpha = 0: it divides by alpha, which must not be 0.");
  return exponentialUnit(x, alpha, 1 / alpha);
}

/** Scaled exponential unit: keeps mean 0 and variance 1 through layers (Klambauer et al. 2017). */
export function selu(x: tf.Tensor): tf.Tensor {
  return tf.selu(x);
}

function exponentialUnit(x: tf.Tensor, alpha: number, inputScale: number): tf.Tensor {
  // The exponential of a large positive number must not become infinite times 0 in the gradient.
  const scaled = (x: tf.Tensor) => tf.mul(tf.minimum(x, 0), inputScale);
  return pointwise(
    x,
    (x) => tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(scaled(x)), alpha)),
    (x) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.mul(tf.exp(scaled(x)), alpha * inputScale)),
  );
}

const SQRT_2 = Math.SQRT2;
/** 1 / √(2π). */
const DENSITY = 1 / Math.sqrt(2 * Math.PI);

/** x·Φ(x) with the normal distribution's Φ; `approximate: "tanh"` takes the usual approximation of it. */
export function gelu(
  x: tf.Tensor,
  { approximate = "none" }: { readonly approximate?: "none" | "tanh" } = {},
): tf.Tensor {
  if (approximate === "tanh") return geluTanh(x);
  if (approximate !== "none") {
    throw new RangeError(`gelu got approximate: ${JSON.stringify(approximate)}. It is "none" or "tanh".`);
  }
  const normal = (x: tf.Tensor) => tf.mul(tf.add(tf.erf(tf.div(x, SQRT_2)), 1), 0.5);
  return pointwise(
    x,
    (x) => tf.mul(x, normal(x)),
    (x) => tf.add(normal(x), tf.mul(x, tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), DENSITY))),
  );
}

function geluTanh(x: tf.Tensor): tf.Tensor {
  const scale = Math.sqrt(2 / Math.PI);
  const cubic = 0.044715;
  const inner = (x: tf.Tensor) => tf.tanh(tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), cubic), 1)), scale));
  return pointwise(
    x,
    (x) => tf.mul(tf.mul(x, 0.5), tf.add(inner(x), 1)),
    (x) => {
      const t = inner(x);
      const slope = tf.mul(tf.add(tf.mul(tf.square(x), 3 * cubic), 1), scale);
      return tf.mul(tf.add(tf.add(t, 1), tf.mul(tf.mul(x, tf.sub(1, tf.square(t))), slope)), 0.5);
    },
  );
}

/** x·sigmoid(x), also called swish. */
export function silu(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.mul(x, tf.sigmoid(x)),
    (x) => {
      const s = tf.sigmoid(x);
      return tf.mul(s, tf.add(tf.mul(x, tf.sub(1, s)), 1));
    },
  );
}

/** x·tanh(softplus(x)). */
export function mish(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
    (x) => {
      const t = tf.tanh(tf.softplus(x));
      return tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t))));
    },
  );
}

/** log(1 + exp(`beta`·x)) / `beta`; x itself where `beta`·x > `threshold`. */
export function softplus(x: tf.Tensor, beta = 1, threshold = 20): tf.Tensor {
  const isLinear = (x: tf.Tensor) => tf.greater(tf.mul(x, beta), threshold);
  return pointwise(
    x,
    (x) => tf.where(isLinear(x), x, tf.div(tf.softplus(tf.mul(x, beta)), beta)),
    (x) => tf.where(isLinear(x), tf.onesLike(x), tf.sigmoid(tf.mul(x, beta))),
  );
}

/** log(sigmoid(x)), computed without underflow. */
export function logsigmoid(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.neg(tf.softplus(tf.neg(x))),
    (x) => tf.sigmoid(tf.neg(x)),
  );
}

/** x / (1 + |x|). */
export function softsign(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.div(x, tf.add(tf.abs(x), 1)),
    (x) => tf.reciprocal(tf.square(tf.add(tf.abs(x), 1))),
  );
}

/** x - tanh(x). */
export function tanhshrink(x: tf.Tensor): tf.Tensor {
  return tf.sub(x, tf.tanh(x));
}

/** The first half of dimension `dim` times the sigmoid of the second. @throws when its size is odd. */
export function glu(x: tf.Tensor, dim = -1): tf.Tensor {
  if (x.rank === 0) throw new Error("glu got a scalar, which has no dimension to halve.");
  const axis = axisOf("glu", dim, x.rank);
  const size = x.shape[axis] as number;
  if (size % 2 !== 0) {
    throw new Error(
      `glu halves dimension ${axis}, and its input of shape [${x.shape.join(", ")}] has size ${size} there, which is odd.`,
    );
  }
  const [values, gates] = tf.split(x, 2, axis) as [tf.Tensor, tf.Tensor];
  return tf.mul(values, tf.sigmoid(gates));
}
