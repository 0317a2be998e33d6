import { tf } from "../../backend/tf.js";
import { checkProbability, dropout } from "../../functional/dropout.js";
import { uniformParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import { Parameter } from "../parameter.js";
import { placeOf, shapeError } from "../shapeError.js";
import { rows } from "./unrolled.js";

export interface RecurrentOptions {
  /** Layers on top of each other; default 1. */
  readonly numLayers?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** Whether sequences come as `[batch, length, features]`; default false: `[length, batch, features]`. States never change. */
  readonly batchFirst?: boolean;
  /** The probability in [0, 1] of each element between two layers to be zeroed in training; default 0. */
  readonly dropout?: number;
  /** Whether a second set of weights goes from the end to the beginning; default false. */
  readonly bidirectional?: boolean;
}

/** The weights of one layer in one direction. */
export interface CellWeights {
  readonly inputWeight: Parameter;
  readonly stateWeight: Parameter;
  readonly inputBias: Parameter | null;
  readonly stateBias: Parameter | null;
  readonly projection: Parameter | null;
}

/** The tensors that a cell carries from step to step: the state, and an LSTM's cell. */
export type State = readonly tf.Tensor[];

interface Sizes {
  readonly gates: number;
  /** 0: states are not projected. */
  readonly projSize?: number;
  /** How many tensors a state has. */
  readonly stateTensors: number;
}

/**
 * What RNN, LSTM and GRU share (torch/nn/modules/rnn.py). Their parameters have torch's names, `weight_ih_l0`, `bias_hh_l1_reverse`, and are
 * uniform within ±1/√hiddenSize at first.
 */
export abstract class RecurrentLayer extends Module {
  readonly numLayers: number;
  readonly bias: boolean;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly projSize: number;
  readonly #stateTensors: number;

  protected constructor(
    readonly inputSize: number,
    readonly hiddenSize: number,
    options: RecurrentOptions,
    { gates, projSize = 0, stateTensors }: Sizes,
  ) {
    super();
    const { numLayers = 1, bias = true, batchFirst = false, dropout: probability = 0, bidirectional = false } = options;
    this.numLayers = numLayers;
    this.bias = bias;
    this.batchFirst = batchFirst;
    this.dropout = probability;
    this.bidirectional = bidirectional;
    this.projSize = projSize;
    this.#stateTensors = stateTensors;
    checkOptions(this);
    for (const suffix of this.#suffixes()) this.#registerCell(suffix, gates * hiddenSize);
  }

  override extraRepr(): string {
    return `${this.inputSize}, ${this.hiddenSize}`;
  }

  /** One layer in one direction over `[length, batch, features]`: its outputs, and what it carries at the end. */
  protected abstract cell(x: tf.Tensor, weights: CellWeights, initial: State, reverse: boolean): [tf.Tensor, State];

  /** How an error calls the parts of the state that a caller gives: `hx`, or `hx[0]` and `hx[1]`. */
  protected stateName(part: number): string {
    return this.#stateTensors === 1 ? "hx" : `hx[${part}]`;
  }

  /** The outputs, and each part of the last state, from an input and each part of the first state. */
  protected run(x: tf.Tensor, given: State | null): [tf.Tensor, State] {
    this.#checkInput(x);
    const isBatched = x.rank === 3;
    const batchAxis = this.batchFirst ? 0 : 1;
    const batched = isBatched ? x : tf.expandDims(x, batchAxis);
    const states =
      given?.map((part, i) => this.#checkedState(part, i, batched.shape[batchAxis] as number, isBatched)) ?? null;
    const [output, last] = this.#layers(this.batchFirst ? swapped(batched) : batched, states);
    const oriented = this.batchFirst ? swapped(output) : output;
    if (isBatched) return [oriented, last];
    return [tf.squeeze(oriented, [batchAxis]), last.map((part) => tf.squeeze(part, [1]))];
  }

  #layers(x: tf.Tensor, given: State | null): [tf.Tensor, State] {
    const directions = this.bidirectional ? 2 : 1;
    const initial = given?.map((part) => partsOf(part));
    const zeros = initial === undefined ? this.#zeros(x.shape[1] as number) : [];
    const lasts: State[] = [];
    let output = x;
    for (let layer = 0; layer < this.numLayers; layer++) {
      if (layer > 0) output = dropout(output, this.dropout, this.training);
      const outputs = Array.from({ length: directions }, (_, direction) => {
        const index = layer * directions + direction;
        const state = initial?.map((part) => part[index] as tf.Tensor) ?? zeros;
        const [out, last] = this.cell(output, this.#weights(index), state, direction === 1);
        lasts.push(last);
        return out;
      });
      output = outputs.length === 1 ? (outputs[0] as tf.Tensor) : tf.concat(outputs, 2);
    }
    const parts = Array.from({ length: this.#stateTensors }, (_, part) => lasts.map((last) => last[part] as tf.Tensor));
    return [output, parts.map((part) => tf.stack(part, 0))];
  }

  #zeros(batch: number): tf.Tensor[] {
    return Array.from({ length: this.#stateTensors }, (_, part) => tf.zeros([batch, this.#stateSize(part)]));
  }

  /** An LSTM's projection makes the state smaller, not the cell. */
  #stateSize(part: number): number {
    return part === 0 && this.projSize > 0 ? this.projSize : this.hiddenSize;
  }

  /** `_l0`, `_l0_reverse`, `_l1` …: the names of the cells in order. */
  #suffixes(): string[] {
    return Array.from({ length: this.numLayers }, (_, layer) =>
      this.bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`],
    ).flat();
  }

  #registerCell(suffix: string, gateSize: number): void {
    const bound = 1 / Math.sqrt(this.hiddenSize);
    const stateSize = this.#stateSize(0);
    const inputSize = suffix.startsWith("_l0") ? this.inputSize : stateSize * (this.bidirectional ? 2 : 1);
    const add = (name: string, shape: number[]) =>
      this.registerParameter(name + suffix, uniformParameter(shape, bound));
    add("weight_ih", [gateSize, inputSize]);
    add("weight_hh", [gateSize, stateSize]);
    if (this.bias) for (const name of ["bias_ih", "bias_hh"]) add(name, [gateSize]);
    if (this.projSize > 0) add("weight_hr", [this.projSize, this.hiddenSize]);
  }

  #weights(index: number): CellWeights {
    const suffix = this.#suffixes()[index] as string;
    const found = (name: string) => (this as unknown as Readonly<Record<string, unknown>>)[name + suffix];
    const optional = (name: string) => (found(name) instanceof Parameter ? (found(name) as Parameter) : null);
    return {
      inputWeight: found("weight_ih") as Parameter,
      stateWeight: found("weight_hh") as Parameter,
      inputBias: optional("bias_ih"),
      stateBias: optional("bias_hh"),
      projection: optional("weight_hr"),
    };
  }

  #checkInput(x: tf.Tensor): void {
    const order = this.batchFirst ? "batch, length" : "length, batch";
    const wanted = `[${order}, ${this.inputSize}], or [length, ${this.inputSize}] without batch`;
    if (x.rank !== 2 && x.rank !== 3) throw shapeError(this, x.shape, wanted);
    if (x.shape.at(-1) !== this.inputSize) {
      throw shapeError(this, x.shape, wanted, `Its last dimension (-1) must be inputSize, which is ${this.inputSize}.`);
    }
    if (x.shape[x.rank === 3 && this.batchFirst ? 1 : 0] === 0) {
      throw shapeError(this, x.shape, wanted, "Its length must be larger than 0.");
    }
    if (x.dtype !== "float32") {
      throw new TypeError(
        `${placeOf(this)} got an input of ${x.dtype}, and its weights are float32. Convert it by \`toFloat()\`.`,
      );
    }
  }

  #checkedState(given: tf.Tensor, part: number, batch: number, isBatched: boolean): tf.Tensor {
    const wanted = [this.numLayers * (this.bidirectional ? 2 : 1), batch, this.#stateSize(part)];
    const expected = isBatched ? wanted : wanted.filter((_, i) => i !== 1);
    if (tf.util.arraysEqual(given.shape, expected)) return isBatched ? given : tf.expandDims(given, 1);
    throw new Error(
      `${placeOf(this)} got \`${this.stateName(part)}\` of shape [${given.shape.join(", ")}] (dimensions: ${given.rank}), and for an input of ` +
        `${expected.length} dimensions it wants [${expected.join(", ")}]: [layers · directions, ${isBatched ? "batch, " : ""}size].`,
    );
  }
}

/** x Wᵀ + biases for all steps at once: `[length, batch, features]` to `[length, batch, gates]`. */
export function projectInput(x: tf.Tensor, weight: tf.Tensor, ...biases: readonly (tf.Tensor | null)[]): tf.Tensor {
  const [length, batch] = x.shape as [number, number];
  const product: tf.Tensor = tf.matMul(rows(x), weight as tf.Tensor2D, false, true);
  const given = biases.filter((bias) => bias !== null);
  const bias = given.length === 2 ? tf.add(given[0] as tf.Tensor, given[1] as tf.Tensor) : given[0];
  return tf.reshape(bias === undefined ? product : tf.add(product, bias), [length, batch, weight.shape[0] as number]);
}

/** The slices along the first axis. Of one, tfjs's unstack has no gradient. */
function partsOf(tensor: tf.Tensor): tf.Tensor[] {
  return tensor.shape[0] === 1 ? [tf.squeeze(tensor, [0])] : tf.unstack(tensor, 0);
}

/** Length and batch in each other's place. */
function swapped(x: tf.Tensor): tf.Tensor {
  return tf.transpose(x, [1, 0, 2]);
}

function checkOptions(layer: RecurrentLayer): void {
  const name = layer.constructor.name;
  const { inputSize, hiddenSize, numLayers, dropout: probability, projSize } = layer;
  checkProbability(name, probability);
  for (const [what, value] of Object.entries({ inputSize, hiddenSize, numLayers })) {
    if (!Number.isInteger(value) || value <= 0) {
      throw new RangeError(`${name} got ${what} = ${value}, which must be an integer greater than 0.`);
    }
  }
  if (!(Number.isInteger(projSize) && projSize >= 0 && projSize < hiddenSize)) {
    throw new RangeError(
      `${name} got projSize = ${projSize}, which is 0 for no projection, or a positive integer smaller than hiddenSize = ${hiddenSize}.`,
    );
  }
  if (probability > 0 && numLayers === 1) {
    console.warn(
      `${name} drops out between its layers, and there is nothing between numLayers = ${numLayers}: dropout = ${probability} has no effect. ` +
        "Use more layers, or an nn.Dropout after it.",
    );
  }
}
