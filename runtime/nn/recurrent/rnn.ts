import type { tf } from "../../backend/tf.js";
import { type CellWeights, projectInput, RecurrentLayer, type RecurrentOptions, type State } from "./recurrentLayer.js";
import { rnnSequence } from "./rnnSequence.js";

export interface RnnOptions extends RecurrentOptions {
  /** Default `"tanh"`. */
  readonly nonlinearity?: "tanh" | "relu";
}

/** Elman's recurrent network: h' = tanh(x W_ihᵀ + b_ih + h W_hhᵀ + b_hh). */
export class RNN extends RecurrentLayer {
  readonly nonlinearity: "tanh" | "relu";

  constructor(inputSize: number, hiddenSize: number, options: RnnOptions = {}) {
    const { nonlinearity = "tanh" } = options;
    if (nonlinearity !== "tanh" && nonlinearity !== "relu") {
      throw new RangeError(`RNN got nonlinearity: ${JSON.stringify(nonlinearity)}. It is "tanh" or "relu".`);
    }
    super(inputSize, hiddenSize, options, { gates: 1, stateTensors: 1 });
    this.nonlinearity = nonlinearity;
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
    const projected = projectInput(x, weights.inputWeight, weights.inputBias, weights.stateBias);
    const [output, last] = rnnSequence(
      projected,
      initial as tf.Tensor,
      weights.stateWeight,
      this.nonlinearity,
      reverse,
    );
    return [output, [last]];
  }
}
