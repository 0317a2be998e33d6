import { tf } from "../../backend/tf.js";
import { type KernelLayout, Parameter } from "../parameter.js";
import { constant, uniform } from "./init.js";

/**
 * A parameter with torch's default for the weights and biases of linear and convolutional layers: uniform within ±1/√fanIn
 * (`kaiming_uniform_(a=√5)`, torch/nn/modules/linear.py and conv.py).
 */
export function defaultParameter(
  shape: readonly number[],
  fanIn: number,
  layout: KernelLayout | null = null,
): Parameter {
  return uniformParameter(shape, fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0, layout);
}

/** A parameter of uniform numbers within ±bound. */
export function uniformParameter(
  shape: readonly number[],
  bound: number,
  layout: KernelLayout | null = null,
): Parameter {
  return uniform(emptyParameter(shape, layout), -bound, bound);
}

/** A parameter whose elements are all the same. */
export function constantParameter(shape: readonly number[], value: number): Parameter {
  return value === 0 ? emptyParameter(shape) : constant(emptyParameter(shape), value);
}

/** A parameter of zeros, to be filled by a function of `init`. */
export function emptyParameter(shape: readonly number[], layout: KernelLayout | null = null): Parameter {
  const zeros = tf.zeros([...shape]);
  const parameter = new Parameter(zeros, true, layout);
  zeros.dispose();
  return parameter;
}
