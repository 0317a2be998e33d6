import type { tf } from "../../backend/tf.js";
import { gruSequence } from "./gruSequence.js";
import { type CellWeights, projectInput, RecurrentLayer, type RecurrentOptions, type State } from "./recurrentLayer.js";

/** Gated recurrent units; gates in the order r, z, n. */
export class GRU extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: RecurrentOptions = {}) {
    super(inputSize, hiddenSize, options, { gates: 3, stateTensors: 1 });
  }

  /**
   * @param x `[length, batch, inputSize]`, or as `batchFirst` says; `[length, inputSize]` without batch.
   * @param hx the first states, `[layers · directions, batch, hiddenSize]`; default zeros.
   * @returns the states of the last layer, `[length, batch, directions · hiddenSize]`, and the last states of all layers, as `hx`.
   */
  override forward(x: tf.Tensor, hx: tf.Tensor | null = null): [output: tf.Tensor, hN: tf.Tensor] {
    const [output, [last]] = this.run(x, hx === null ? null : [hx]);
    return [output, last as tf.Tensor];
  }

  protected override cell(x: tf.Tensor, weights: CellWeights, [initial]: State, reverse: boolean): [tf.Tensor, State] {
    const [output, last] = gruSequence(
      {
        projected: projectInput(x, weights.inputWeight, weights.inputBias),
        hidden: initial as tf.Tensor,
        weight: weights.stateWeight,
        bias: weights.stateBias,
      },
      reverse,
    );
    return [output, [last]];
  }
}
