import { tf } from "../backend/tf.js";
import { leakyRelu } from "./activations.js";
import { detached, pointwise } from "./differentiable.js";

/** x kept in [`minVal`, `maxVal`]; the derivative at both ends is 0. @throws when minVal is above maxVal. */
export function hardtanh(x: tf.Tensor, minVal = -1, maxVal = 1): tf.Tensor {
  if (minVal > maxVal) {
    throw new RangeError(`hardtanh got minVal = ${minVal}, which is greater than maxVal = ${maxVal}. Swap them.`);
  }
  return pointwise(
    x,
    (x) => tf.clipByValue(x, minVal, maxVal),
    (x) => inside(x, minVal, maxVal),
  );
}

/** x kept in [0, 6]. */
export function relu6(x: tf.Tensor): tf.Tensor {
  return hardtanh(x, 0, 6);
}

/** x/6 + 1/2 kept in [0, 1]. */
export function hardsigmoid(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6),
    (x) => tf.div(inside(x, -3, 3), 6),
  );
}

/** x times `hardsigmoid` of x. */
export function hardswish(x: tf.Tensor): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.mul(x, tf.div(tf.clipByValue(tf.add(x, 3), 0, 6), 6)),
    (x) => {
      const middle = tf.add(tf.div(x, 3), 0.5);
      return tf.where(tf.greaterEqual(x, 3), tf.onesLike(x), tf.where(tf.greater(x, -3), middle, tf.zerosLike(x)));
    },
  );
}

/** x where |x| > `lambd`, else 0. */
export function hardshrink(x: tf.Tensor, lambd = 0.5): tf.Tensor {
  const isKept = (x: tf.Tensor) => tf.logicalNot(tf.logicalAnd(tf.greaterEqual(x, -lambd), tf.lessEqual(x, lambd)));
  return pointwise(
    x,
    (x) => tf.where(isKept(x), x, tf.zerosLike(x)),
    (x) => tf.cast(isKept(x), "float32"),
  );
}

/** x moved towards 0 by `lambd`, 0 where it would cross it. @throws for a negative lambd. */
export function softshrink(x: tf.Tensor, lambd = 0.5): tf.Tensor {
  if (!(lambd >= 0)) throw new RangeError(`softshrink got lambd = ${lambd}: it is at least 0.`);
  return pointwise(
    x,
    (x) => tf.sub(x, tf.clipByValue(x, -lambd, lambd)),
    (x) => tf.cast(tf.greater(tf.abs(x), lambd), "float32"),
  );
}

/** x where it is above `threshold`, else `value`. */
export function threshold(x: tf.Tensor, threshold: number, value: number): tf.Tensor {
  return pointwise(
    x,
    (x) => tf.where(tf.greater(x, threshold), x, tf.fill(x.shape, value)),
    (x) => tf.cast(tf.greater(x, threshold), "float32"),
  );
}

/**
 * Leaky ReLU whose slope is drawn for each element from [`lower`, `upper`) while training, and is their mean in evaluation.
 *
 * @throws when lower is above upper.
 */
export function rrelu(x: tf.Tensor, lower = 1 / 8, upper = 1 / 3, training = false): tf.Tensor {
  if (lower > upper) {
    throw new RangeError(`rrelu got lower = ${lower}, which is greater than upper = ${upper}. Swap them.`);
  }
  if (!training) return leakyRelu(x, (lower + upper) / 2);
  const slopes = Float32Array.from({ length: x.size }, () => lower + (upper - lower) * Math.random());
  return tf.mul(
    x,
    detached(() => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.tensor(slopes, x.shape))),
  );
}

/** 1 strictly between two numbers, else 0. */
function inside(x: tf.Tensor, low: number, high: number): tf.Tensor {
  return tf.cast(tf.logicalAnd(tf.greater(x, low), tf.less(x, high)), "float32");
}
