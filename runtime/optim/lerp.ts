import { tf } from "../backend/tf.js";

/**
 * From one tensor the share `weight` of the way to another: how running means move on. Like torch.lerp it starts from the nearer end, so that a
 * weight of 0 or 1 gives an end exactly.
 */
export function lerp(from: tf.Tensor, to: tf.Tensor, weight: number): tf.Tensor {
  const way = tf.sub(to, from);
  return weight < 0.5 ? tf.add(from, tf.mul(way, weight)) : tf.sub(to, tf.mul(way, 1 - weight));
}
