import { tf } from "../backend/tf.js";

/**
 * y = x Wᵀ + b over the last dimension.
 *
 * @param x `[..., inFeatures]`.
 * @param weight `[outFeatures, inFeatures]`, or `[inFeatures]`, whose result lacks the last dimension.
 * @param bias `[outFeatures]`, or a scalar.
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null = null): tf.Tensor {
  const features = weight.shape.at(-1) ?? 0;
  if (x.shape.at(-1) !== features || weight.rank === 0 || weight.rank > 2) {
    throw new Error(
      `linear got an input of shape [${x.shape.join(", ")}] and a weight of shape [${weight.shape.join(", ")}]. ` +
        "It wants [..., inFeatures] and [outFeatures, inFeatures].",
    );
  }
  const rows = x.rank === 2 ? x : tf.reshape(x, [-1, features]);
  const matrix = weight.rank === 2 ? weight : tf.reshape(weight, [1, features]);
  const product = tf.matMul(rows as tf.Tensor2D, matrix as tf.Tensor2D, false, true);
  const y = bias === null ? product : tf.add(product, bias);
  if (x.rank === 2 && weight.rank === 2) return y;
  const outputs = weight.rank === 2 ? [weight.shape[0] as number] : [];
  return tf.reshape(y, [...x.shape.slice(0, -1), ...outputs]);
}
