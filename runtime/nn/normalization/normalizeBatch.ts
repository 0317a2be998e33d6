import { tf } from "../../backend/tf.js";
import { differentiable } from "../../functional/differentiable.js";
import { statistics } from "./normalize.js";

/** Is told the mean and the (biased) variance of each channel; they live as long as the call. */
export type StatisticsListener = (mean: tf.Tensor, variance: tf.Tensor) => void;

/**
 * Batch normalization in training over channels-last input: each channel to mean 0 and variance 1 over all else, times its weight, plus its
 * bias. One operation with a gradient of its own.
 */
export function normalizeBatch(
  x: tf.Tensor,
  weight: tf.Tensor | null,
  bias: tf.Tensor | null,
  eps: number,
  listener: StatisticsListener | null,
): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const inputs = [x, ...(weight === null ? [] : [weight]), ...(bias === null ? [] : [bias])];
  return differentiable<tf.Tensor>({
    inputs,
    forward: (save) => {
      const { mean, centered, variance } = statistics(x, axes);
      listener?.(tf.reshape(mean, [-1]), tf.reshape(variance, [-1]));
      const inverse = tf.rsqrt(tf.add(tf.reshape(variance, [-1]), eps));
      const scale = weight === null ? inverse : tf.mul(weight, inverse);
      const scaled = tf.mul(centered, scale);
      save([centered, inverse, scale]);
      return bias === null ? scaled : tf.add(scaled, bias);
    },
    gradients: (dy, saved) => {
      const found = gradients(dy, saved as [tf.Tensor, tf.Tensor, tf.Tensor], axes);
      return [found.input, ...(weight === null ? [] : [found.weight]), ...(bias === null ? [] : [found.bias])].map(
        (gradient) => () => gradient,
      );
    },
  });
}

/** scale · (dy - Σdy / n - centered · inverse² · Σ(dy · centered) / n), and the sums themselves. */
function gradients(
  dy: tf.Tensor,
  [centered, inverse, scale]: readonly [tf.Tensor, tf.Tensor, tf.Tensor],
  axes: number[],
) {
  const count = dy.size / (dy.shape.at(-1) ?? 1);
  const bias = tf.sum(dy, axes);
  const weight = tf.mul(tf.sum(tf.mul(dy, centered), axes), inverse);
  const along = tf.mul(centered, tf.div(tf.mul(inverse, weight), count));
  const input = tf.mul(scale, tf.sub(tf.sub(dy, tf.div(bias, count)), along));
  return { input, weight, bias };
}
