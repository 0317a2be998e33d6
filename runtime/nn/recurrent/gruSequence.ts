import { tf } from "../../backend/tf.js";
import { differentiable } from "../../functional/differentiable.js";
import { before, sequenceOf, sigmoidSlope, stepsOf, tanhSlope, transposed, weightGradient } from "./unrolled.js";

export interface GruInputs {
  /** What the input contributes to the gates r, z, n, with its bias: `[length, batch, 3·hidden]`. */
  readonly projected: tf.Tensor;
  /** `[batch, hidden]`. */
  readonly hidden: tf.Tensor;
  /** `[3·hidden, hidden]`. */
  readonly weight: tf.Tensor;
  /** `[3·hidden]`; null: none. */
  readonly bias: tf.Tensor | null;
}

/**
 * Gated recurrent units over a sequence, as one operation of the tape: r, z = σ(…), n = tanh(x_n + r (h W_nᵀ + b_n)),
 * h' = (1 - z) n + z h. Its gradient has six operations a step and one product for the weight; the slopes of all steps are computed at once.
 *
 * @returns every state in order of time, `[length, batch, hidden]`, and the last one.
 */
export function gruSequence(inputs: GruInputs, reverse: boolean): [tf.Tensor, tf.Tensor] {
  const { projected, hidden, weight, bias } = inputs;
  return differentiable<tf.Tensor[]>({
    inputs: [projected, hidden, weight, ...(bias === null ? [] : [bias])],
    forward: (save) => {
      const steps = forwardSteps(inputs, reverse);
      const kept = (name: keyof GruStep) =>
        tf.stack(
          steps.map((step) => step[name]),
          0,
        );
      save([...(["r", "z", "n", "remembered", "state"] as const).map(kept), hidden, weight]);
      return [
        sequenceOf(
          steps.map(({ state }) => state),
          reverse,
        ),
        tf.clone((steps.at(-1) as GruStep).state),
      ];
    },
    gradients: (dy, saved) => backward(dy, saved, reverse),
  }) as [tf.Tensor, tf.Tensor];
}

interface GruStep {
  readonly r: tf.Tensor;
  readonly z: tf.Tensor;
  readonly n: tf.Tensor;
  /** What the state contributes to n before r scales it. */
  readonly remembered: tf.Tensor;
  readonly state: tf.Tensor;
}

function forwardSteps({ projected, hidden, weight, bias }: GruInputs, reverse: boolean): GruStep[] {
  const size = hidden.shape[1] as number;
  let previous = hidden as tf.Tensor2D;
  const across = transposed(weight);
  const [gates, candidates] = (tf.split(projected, [2 * size, size], 2) as tf.Tensor[]).map((part) =>
    stepsOf(part, reverse),
  );
  return (gates as tf.Tensor2D[]).map((gate, i) => {
    const step = tf.tidy(() => {
      const product = tf.matMul(previous, across);
      const fromState = bias === null ? product : tf.add(product, bias);
      const [stateGates, remembered] = tf.split(fromState, [2 * size, size], 1) as [tf.Tensor, tf.Tensor];
      const [r, z] = tf.split(tf.sigmoid(tf.add(gate, stateGates)), 2, 1) as [tf.Tensor, tf.Tensor];
      const n = tf.tanh(tf.add((candidates as tf.Tensor2D[])[i] as tf.Tensor, tf.mul(r, remembered)));
      return { r, z, n, remembered, state: tf.add(n, tf.mul(z, tf.sub(previous, n))) };
    });
    previous = step.state as tf.Tensor2D;
    return step;
  });
}

function backward([dOutput, dLast]: tf.Tensor[], saved: readonly tf.Tensor[], reverse: boolean): (() => tf.Tensor)[] {
  const [r, z, n, remembered, states, hidden, weight] = saved as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor2D,
  ];
  const previous = before(hidden, states);
  // How what each gate gets moves the new state.
  const candidateSlopes = tf.mul(tf.sub(1, z), tanhSlope(n));
  const slopes = tf.unstack(
    tf.concat(
      [
        tf.mul(tf.mul(candidateSlopes, remembered), sigmoidSlope(r)),
        tf.mul(tf.sub(previous, n), sigmoidSlope(z)),
        tf.mul(candidateSlopes, r),
      ],
      2,
    ),
    0,
  );
  const keeps = tf.unstack(z, 0);
  const outputs = stepsOf(dOutput as tf.Tensor, reverse);
  let carry = dLast as tf.Tensor;
  const [gateSums, stateSums]: [tf.Tensor[], tf.Tensor[]] = [[], []];
  for (let step = outputs.length - 1; step >= 0; step--) {
    const [gateSum, stateSum, next] = tf.tidy((): [tf.Tensor, tf.Tensor, tf.Tensor] => {
      const dState = tf.add(carry, outputs[step] as tf.Tensor);
      const dGates = tf.mul(tf.concat([dState, dState, dState], 1), slopes[step] as tf.Tensor);
      const through = tf.matMul(dGates as tf.Tensor2D, weight);
      return [dGates, dState, tf.add(tf.mul(dState, keeps[step] as tf.Tensor), through)];
    });
    gateSums.unshift(gateSum);
    stateSums.unshift(stateSum);
    carry = next;
  }
  const dHidden = carry;
  const size = n.shape[2] as number;
  return [
    () => {
      const [gates] = tf.split(tf.stack(gateSums, 0), [2 * size, size], 2) as [tf.Tensor];
      const whole = tf.concat([gates, tf.mul(tf.stack(stateSums, 0), candidateSlopes)], 2);
      return reverse ? tf.reverse(whole, 0) : whole;
    },
    () => dHidden,
    () => weightGradient(tf.stack(gateSums, 0), previous),
    () => tf.sum(tf.stack(gateSums, 0), [0, 1]),
  ];
}
