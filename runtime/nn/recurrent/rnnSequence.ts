import { tf } from "../../backend/tf.js";
import { differentiable } from "../../functional/differentiable.js";
import { before, sequenceOf, stepsOf, tanhSlope, transposed, weightGradient } from "./unrolled.js";

/**
 * h' = act(x + h Wᵀ) over a sequence, as one operation of the tape: its gradient has two operations a step and one product for the weight.
 *
 * @param projected what the input contributes, biases included: `[length, batch, hidden]`.
 * @param initial `[batch, hidden]`.
 * @param weight `[hidden, hidden]`.
 * @returns every state in order of time, `[length, batch, hidden]`, and the last one.
 */
export function rnnSequence(
  projected: tf.Tensor,
  initial: tf.Tensor,
  weight: tf.Tensor,
  nonlinearity: "tanh" | "relu",
  reverse: boolean,
): [tf.Tensor, tf.Tensor] {
  return differentiable<tf.Tensor[]>({
    inputs: [projected, initial, weight],
    forward: (save) => {
      let state = initial as tf.Tensor2D;
      const across = transposed(weight);
      const states = stepsOf(projected, reverse).map((input) => {
        state = tf.tidy(() => activate(tf.add(input, tf.matMul(state, across)), nonlinearity));
        return state;
      });
      save([tf.stack(states, 0), initial, weight]);
      return [sequenceOf(states, reverse), tf.clone(state)];
    },
    gradients: ([dOutput, dLast], saved) => {
      const [states, initial, weight] = saved as [tf.Tensor, tf.Tensor, tf.Tensor2D];
      const slopes = tf.unstack(nonlinearity === "tanh" ? tanhSlope(states) : tf.step(states), 0);
      const outputs = stepsOf(dOutput as tf.Tensor, reverse);
      let carry = dLast as tf.Tensor;
      const sums: tf.Tensor[] = [];
      for (let i = slopes.length - 1; i >= 0; i--) {
        const sum = tf.mul(tf.add(carry, outputs[i] as tf.Tensor), slopes[i] as tf.Tensor);
        carry = tf.matMul(sum as tf.Tensor2D, weight);
        sums.unshift(sum);
      }
      const dInitial = carry;
      return [
        () => sequenceOf(sums, reverse),
        () => dInitial,
        () => weightGradient(tf.stack(sums, 0), before(initial, states)),
      ];
    },
  }) as [tf.Tensor, tf.Tensor];
}

function activate(x: tf.Tensor, nonlinearity: "tanh" | "relu"): tf.Tensor2D {
  return (nonlinearity === "tanh" ? tf.tanh(x) : tf.relu(x)) as tf.Tensor2D;
}
