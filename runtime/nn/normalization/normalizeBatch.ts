import { tf } from "../../backend/tf.js";
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
  return tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [x, ...affine] = args as tf.Tensor[];
    const gamma = weight === null ? null : (affine[0] as tf.Tensor);
    const beta = bias === null ? null : (affine.at(-1) as tf.Tensor);
    const { mean, centered, variance } = statistics(x as tf.Tensor, axes);
    listener?.(tf.reshape(mean, [-1]), tf.reshape(variance, [-1]));
    const inverse = tf.rsqrt(tf.add(tf.reshape(variance, [-1]), eps));
    const scale = gamma === null ? inverse : tf.mul(gamma, inverse);
    const scaled = tf.mul(centered, scale);
    save([centered, inverse, scale]);
    return {
      value: beta === null ? scaled : tf.add(scaled, beta),
      gradFunc: (dy, saved) => {
        const { input, weight: dGamma, bias: dBeta } = gradients(dy, saved as [tf.Tensor, tf.Tensor, tf.Tensor], axes);
        return [input, ...(gamma === null ? [] : [dGamma]), ...(beta === null ? [] : [dBeta])];
      },
    };
  })(...inputs);
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
