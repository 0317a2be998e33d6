import { tf } from "../backend/tf.js";
import { Parameter } from "./parameter.js";

/** Uniform numbers in [low, high) from the process's generator, as a tensor. */
export function uniform(shape: number[], low: number, high: number): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * Math.random();
  return tf.tensor(values, shape);
}

/**
 * A parameter with torch's default for the weights and biases of linear and convolutional layers: uniform within ±1/√fanIn
 * (`kaiming_uniform_(a=√5)`, torch/nn/modules/linear.py and conv.py).
 */
export function defaultParameter(shape: number[], fanIn: number): Parameter {
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  const initial = uniform(shape, -bound, bound);
  const parameter = new Parameter(initial);
  initial.dispose();
  return parameter;
}
