import type { tf } from "../../backend/tf.js";
import { lstmSequence } from "./lstmSequence.js";
import { type CellWeights, projectInput, RecurrentLayer, type RecurrentOptions, type State } from "./recurrentLayer.js";

export interface LstmOptions extends RecurrentOptions {
  /** The size to which states are projected, smaller than hiddenSize; default 0: they are not. */
  readonly projSize?: number;
}

/** Long short-term memory; gates in the order i, f, g, o. */
export class LSTM extends RecurrentLayer {
  constructor(inputSize: number, hiddenSize: number, options: LstmOptions = {}) {
    super(inputSize, hiddenSize, options, { gates: 4, projSize: options.projSize ?? 0, stateTensors: 2 });
  }

  /**
   * @param x `[length, batch, inputSize]`, or as `batchFirst` says; `[length, inputSize]` without batch.
   * @param hx the first states and cells, `[layers · directions, batch, hiddenSize]` each; default zeros.
   * @returns the states of the last layer, `[length, batch, directions · hiddenSize]`, and the last states and cells of all layers, as `hx`.
   */
  override forward(
    x: tf.Tensor,
    hx: readonly [h0: tf.Tensor, c0: tf.Tensor] | null = null,
  ): [output: tf.Tensor, [hN: tf.Tensor, cN: tf.Tensor]] {
    const [output, last] = this.run(x, hx);
    return [output, last as unknown as [tf.Tensor, tf.Tensor]];
  }

  protected override cell(
    x: tf.Tensor,
    weights: CellWeights,
    [hidden, cell]: State,
    reverse: boolean,
  ): [tf.Tensor, State] {
    const projected = projectInput(x, weights.inputWeight, weights.inputBias, weights.stateBias);
    const { stateWeight: weight, projection } = weights;
    const initial = { hidden: hidden as tf.Tensor, cell: cell as tf.Tensor };
    const [output, ...last] = lstmSequence({ projected, ...initial, weight, projection }, reverse);
    return [output, last];
  }
}
