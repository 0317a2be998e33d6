import { tf } from "../../backend/tf.js";
import { differentiable } from "../../functional/differentiable.js";
import { before, sequenceOf, sigmoidSlope, stepsOf, tanhSlope, transposed, weightGradient } from "./unrolled.js";

export interface LstmInputs {
  /** What the input contributes to the gates i, f, g, o, biases included: `[length, batch, 4·hidden]`. */
  readonly projected: tf.Tensor;
  /** `[batch, hidden]`, or `[batch, projection]`. */
  readonly hidden: tf.Tensor;
  /** `[batch, hidden]`. */
  readonly cell: tf.Tensor;
  /** `[4·hidden, hidden]`, or `[4·hidden, projection]`. */
  readonly weight: tf.Tensor;
  /** `[projection, hidden]`; null: states are not projected. */
  readonly projection: tf.Tensor | null;
}

/**
 * A long short-term memory over a sequence, as one operation of the tape:
 * i, f, o = σ(…), g = tanh(…), c' = f c + i g, h' = o tanh(c'). Its gradient has seven operations a step and one product for the weight;
 * the slopes of all steps are computed at once.
 *
 * @returns every state in order of time, `[length, batch, hidden]`; the last one; the last cell.
 */
export function lstmSequence(inputs: LstmInputs, reverse: boolean): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const { projected, hidden, cell, weight, projection } = inputs;
  const projections = projection === null ? [] : [projection];
  return differentiable<tf.Tensor[]>({
    inputs: [projected, hidden, cell, weight, ...projections],
    forward: (save) => {
      const steps = forwardSteps(inputs, reverse);
      const kept = (name: keyof LstmStep) =>
        tf.stack(
          steps.map((step) => step[name]),
          0,
        );
      const last = steps.at(-1) as LstmStep;
      const [states, full] = [kept("state"), projection === null ? [] : [kept("full")]];
      save([
        ...(["i", "f", "g", "o", "cell", "tanhCell"] as const).map(kept),
        states,
        hidden,
        cell,
        weight,
        ...projections,
        ...full,
      ]);
      return [
        sequenceOf(
          steps.map(({ state }) => state),
          reverse,
        ),
        tf.clone(last.state),
        tf.clone(last.cell),
      ];
    },
    gradients: (dy, saved) => backward(dy, saved, reverse),
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
}

interface LstmStep {
  readonly i: tf.Tensor;
  readonly f: tf.Tensor;
  readonly g: tf.Tensor;
  readonly o: tf.Tensor;
  readonly cell: tf.Tensor;
  readonly tanhCell: tf.Tensor;
  /** The state before its projection. */
  readonly full: tf.Tensor;
  readonly state: tf.Tensor;
}

function forwardSteps({ projected, hidden, cell, weight, projection }: LstmInputs, reverse: boolean): LstmStep[] {
  let [previousState, previousCell] = [hidden as tf.Tensor2D, cell];
  const across = transposed(weight);
  const down = projection === null ? null : transposed(projection);
  return stepsOf(projected, reverse).map((input) => {
    const step = tf.tidy(() => {
      const gates = tf.add(input, tf.matMul(previousState, across));
      const [rawI, rawF, rawG, rawO] = tf.split(gates, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const [i, f, g, o] = [tf.sigmoid(rawI), tf.sigmoid(rawF), tf.tanh(rawG), tf.sigmoid(rawO)];
      const cell = tf.add(tf.mul(f, previousCell), tf.mul(i, g));
      const tanhCell = tf.tanh(cell);
      const full = tf.mul(o, tanhCell);
      const state = down === null ? full : tf.matMul(full as tf.Tensor2D, down);
      return { i, f, g, o, cell, tanhCell, full, state };
    });
    [previousState, previousCell] = [step.state as tf.Tensor2D, step.cell];
    return step;
  });
}

function backward(
  [dOutput, dLast, dCell]: tf.Tensor[],
  saved: readonly tf.Tensor[],
  reverse: boolean,
): (() => tf.Tensor)[] {
  const [i, f, g, o, cells, tanhCells, states, hidden, cell, weight, projection, full] = saved as tf.Tensor[] &
    [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor2D];
  // How each gate, before its activation, moves the cell (i, f, g) or the state (o); and how the cell moves the state.
  const gateSlopes = tf.unstack(
    tf.concat(
      [
        tf.mul(g, sigmoidSlope(i)),
        tf.mul(before(cell, cells), sigmoidSlope(f)),
        tf.mul(i, tanhSlope(g)),
        tf.mul(tanhCells, sigmoidSlope(o)),
      ],
      2,
    ),
    0,
  );
  const cellSlopes = tf.unstack(tf.mul(o, tanhSlope(tanhCells)), 0);
  const forgets = tf.unstack(f, 0);
  const outputs = stepsOf(dOutput as tf.Tensor, reverse);
  let [carriedState, carriedCell] = [dLast as tf.Tensor, dCell as tf.Tensor];
  const [gateSums, stateSums]: [tf.Tensor[], tf.Tensor[]] = [[], []];
  for (let step = outputs.length - 1; step >= 0; step--) {
    const [gateSum, stateSum, nextState, nextCell] = tf.tidy((): [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] => {
      const dState = tf.add(carriedState, outputs[step] as tf.Tensor);
      const dFull = projection === undefined ? dState : tf.matMul(dState as tf.Tensor2D, projection as tf.Tensor2D);
      const dCell = tf.add(carriedCell, tf.mul(dFull, cellSlopes[step] as tf.Tensor));
      const dGates = tf.mul(tf.concat([dCell, dCell, dCell, dFull], 1), gateSlopes[step] as tf.Tensor);
      return [dGates, dState, tf.matMul(dGates as tf.Tensor2D, weight), tf.mul(dCell, forgets[step] as tf.Tensor)];
    });
    gateSums.unshift(gateSum);
    stateSums.unshift(stateSum);
    [carriedState, carriedCell] = [nextState, nextCell];
  }
  const [dHidden, dInitialCell] = [carriedState, carriedCell];
  return [
    () => sequenceOf(gateSums, reverse),
    () => dHidden,
    () => dInitialCell,
    () => weightGradient(tf.stack(gateSums, 0), before(hidden, states)),
    () => weightGradient(tf.stack(stateSums, 0), full as tf.Tensor),
  ];
}
