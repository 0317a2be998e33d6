import { tf } from "../../backend/tf.js";
import { differentiable } from "../../functional/differentiable.js";

/**
 * (x - mean) / √(variance + eps) over the axes, with the variance of all of them (not the unbiased one). One operation with a gradient of its
 * own, which takes a third of the steps that tfjs's would.
 */
export function normalize(x: tf.Tensor, axes: number[], eps: number): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [x],
    forward: (save) => {
      const { centered, variance } = statistics(x, axes);
      const inverse = tf.rsqrt(tf.add(variance, eps));
      const value = tf.mul(centered, inverse);
      save([value, inverse]);
      return value;
    },
    gradients: (dy, saved) => [() => gradient(dy, saved as [tf.Tensor, tf.Tensor], axes)],
  });
}

/** inverse · (dy - mean(dy) - value · mean(dy · value)) */
function gradient(dy: tf.Tensor, [value, inverse]: readonly [tf.Tensor, tf.Tensor], axes: number[]): tf.Tensor {
  const along = tf.mul(value, tf.mean(tf.mul(dy, value), axes, true));
  return tf.mul(inverse, tf.sub(tf.sub(dy, tf.mean(dy, axes, true)), along));
}

/** Mean and variance over the axes, which stay with length 1, and what is left without the mean. */
export function statistics(x: tf.Tensor, axes: number[]) {
  const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
  // Sums are what every backend is quick and exact at.
  const mean = tf.div(tf.sum(x, axes, true), count);
  const centered = tf.sub(x, mean);
  return { mean, centered, variance: tf.div(tf.sum(tf.square(centered), axes, true), count) };
}
