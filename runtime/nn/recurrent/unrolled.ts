import { tf } from "../../backend/tf.js";

/** The steps of a sequence `[length, batch, features]` in the order in which a direction takes them. */
export function stepsOf(sequence: tf.Tensor, reverse: boolean): tf.Tensor2D[] {
  const steps = tf.unstack(sequence, 0) as tf.Tensor2D[];
  return reverse ? steps.reverse() : steps;
}

/** A sequence in order of time from its steps in the order of a direction. */
export function sequenceOf(steps: readonly tf.Tensor[], reverse: boolean): tf.Tensor {
  return tf.stack(reverse ? [...steps].reverse() : [...steps], 0);
}

/** What comes before each step in the order of a direction: the initial state, then every step but the last. */
export function before(initial: tf.Tensor, steps: tf.Tensor): tf.Tensor {
  const [length = 0, ...rest] = steps.shape;
  const first = tf.expandDims(initial, 0);
  return length === 1 ? first : tf.concat([first, tf.slice(steps, 0, [length - 1, ...rest])], 0);
}

/** d/dW of all the products state · Wᵀ of a sequence at once: `[length, batch, m]` and `[length, batch, n]` to `[m, n]`. */
export function weightGradient(gradients: tf.Tensor, states: tf.Tensor): tf.Tensor2D {
  return tf.matMul(transposed(rows(gradients)), rows(states));
}

/** A matrix for a product in every step: transposed once, since tfjs's WebAssembly backend multiplies transposed ones slowly. */
export function transposed(matrix: tf.Tensor): tf.Tensor2D {
  return tf.transpose(matrix as tf.Tensor2D);
}

/** All the steps of all the samples under each other. */
export function rows(sequence: tf.Tensor): tf.Tensor2D {
  return tf.reshape(sequence, [-1, sequence.shape.at(-1) as number]);
}

/** y(1 - y): the derivative of a sigmoid by its value. */
export function sigmoidSlope(y: tf.Tensor): tf.Tensor {
  return tf.mul(y, tf.sub(1, y));
}

/** 1 - y²: the derivative of a hyperbolic tangent by its value. */
export function tanhSlope(y: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.square(y));
}
