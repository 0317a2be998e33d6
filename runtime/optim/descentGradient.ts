import { tf } from "../backend/tf.js";

/** The gradient of what is to fall: negated for `maximize`, with that of the L2 penalty `weightDecay / 2 · |value|²`. */
export function descentGradient(
  value: tf.Tensor,
  gradient: tf.Tensor,
  { maximize, weightDecay }: { readonly maximize: boolean; readonly weightDecay: number },
): tf.Tensor {
  const falling = maximize ? tf.neg(gradient) : gradient;
  return weightDecay === 0 ? falling : tf.add(falling, tf.mul(value, weightDecay));
}
