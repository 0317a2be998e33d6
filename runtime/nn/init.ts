import { tf } from "../backend/tf.js";

/** Uniform numbers in [low, high) from the process's generator, as a tensor. */
export function uniform(shape: number[], low: number, high: number): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * Math.random();
  return tf.tensor(values, shape);
}

/**
 * Torch's default for the weights and biases of linear and convolutional layers: uniform within ±1/√fanIn
 * (`kaiming_uniform_(a=√5)`, torch/nn/modules/linear.py and conv.py).
 */
export function defaultUniform(shape: number[], fanIn: number): tf.Tensor {
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  return uniform(shape, -bound, bound);
}
