import { tf } from "../backend/tf.js";

/** Zeroes each element with probability `p` and scales the others by 1/(1-p); the identity when not training. */
export function dropout(x: tf.Tensor, p = 0.5, training = true): tf.Tensor {
  if (!training || p === 0) return x;
  if (p === 1) return tf.zerosLike(x);
  const mask = new Float32Array(x.size);
  for (let i = 0; i < mask.length; i++) mask[i] = Math.random() < p ? 0 : 1 / (1 - p);
  return tf.mul(x, tf.tensor(mask, x.shape));
}
