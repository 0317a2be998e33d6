import { tf } from "../../backend/tf.js";
import { gelu, relu } from "../../functional/activations.js";
import { checkProbability } from "../../functional/dropout.js";
import type { TensorModule } from "../containers/sequential.js";
import { Dropout } from "../dropout.js";
import { Linear } from "../linear.js";
import { Module } from "../module.js";
import { LayerNorm } from "../normalization/layerNorm.js";
import { MultiheadAttention } from "./multiheadAttention.js";

export interface TransformerEncoderLayerOptions {
  /** Features between the two linear layers; default 2048. */
  readonly dimFeedforward?: number;
  /** The probability of an element to be zeroed in training, at four places; default 0.1. */
  readonly dropout?: number;
  /** Between the two linear layers: `"relu"` (default), `"gelu"`, a function or a module. */
  readonly activation?: "relu" | "gelu" | ((x: tf.Tensor) => tf.Tensor) | TensorModule;
  /** Default 1e-5. */
  readonly layerNormEps?: number;
  /** Whether sequences come as `[batch, length, features]`; default false: `[length, batch, features]`. */
  readonly batchFirst?: boolean;
  /** Whether the norms come before attention and linear layers, and not after the sums; default false. */
  readonly normFirst?: boolean;
  /** Whether linear layers and norms have biases; default true. */
  readonly bias?: boolean;
}

export interface EncoderMasks {
  /** `[length, length]`, or `[batch · heads, length, length]`: bool is true where attention is forbidden, float is added. */
  readonly srcMask?: tf.Tensor | null;
  /** `[batch, length]`: bool is true where the sequence is padding, float is added. */
  readonly srcKeyPaddingMask?: tf.Tensor | null;
  /** A hint that `srcMask`, which must be given, is causal; default false. */
  readonly isCausal?: boolean;
}

/** Self-attention and two linear layers, each with a sum around it and a layer norm (torch/nn/modules/transformer.py). */
export class TransformerEncoderLayer extends Module {
  self_attn: MultiheadAttention;
  linear1: Linear;
  dropout: Dropout;
  linear2: Linear;
  norm1: LayerNorm;
  norm2: LayerNorm;
  dropout1: Dropout;
  dropout2: Dropout;
  activation: ((x: tf.Tensor) => tf.Tensor) | TensorModule;
  readonly normFirst: boolean;
  readonly #options: TransformerEncoderLayerOptions;

  /**
   * @param dModel features of the input and the output.
   * @param nhead heads of the attention; divides dModel.
   */
  constructor(
    readonly dModel: number,
    readonly nhead: number,
    options: TransformerEncoderLayerOptions = {},
  ) {
    super();
    const { dimFeedforward = 2048, dropout = 0.1, activation = "relu", layerNormEps = 1e-5 } = options;
    const { batchFirst = false, normFirst = false, bias = true } = options;
    checkProbability("TransformerEncoderLayer", dropout);
    this.activation = activationOf(activation);
    this.self_attn = new MultiheadAttention(dModel, nhead, { dropout, bias, batchFirst });
    this.linear1 = new Linear(dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, dModel, { bias });
    this.norm1 = new LayerNorm(dModel, { eps: layerNormEps, bias });
    this.norm2 = new LayerNorm(dModel, { eps: layerNormEps, bias });
    this.dropout1 = new Dropout(dropout);
    this.dropout2 = new Dropout(dropout);
    this.normFirst = normFirst;
    this.#options = options;
  }

  override extraRepr(): string {
    return `${this.dModel}, ${this.nhead}`;
  }

  /** @param x `[length, batch, dModel]`, or as `batchFirst` says; `[length, dModel]` without batch. The output has the same shape. */
  override forward(x: tf.Tensor, masks: EncoderMasks = {}): tf.Tensor {
    if (this.normFirst) {
      const attended = tf.add(x, this.#attend(this.norm1.forward(x), masks));
      return tf.add(attended, this.#feedForward(this.norm2.forward(attended)));
    }
    const attended = this.norm1.forward(tf.add(x, this.#attend(x, masks)));
    return this.norm2.forward(tf.add(attended, this.#feedForward(attended)));
  }

  /** One like it with weights of its own, which are the same at first. */
  copy(): TransformerEncoderLayer {
    const twin = new TransformerEncoderLayer(this.dModel, this.nhead, this.#options);
    twin.loadStateDict(this.stateDict());
    return twin.train(this.training);
  }

  #attend(x: tf.Tensor, { srcMask = null, srcKeyPaddingMask = null, isCausal = false }: EncoderMasks): tf.Tensor {
    const masks = { attnMask: srcMask, keyPaddingMask: srcKeyPaddingMask, isCausal };
    const [output] = this.self_attn.forward(x, x, x, { ...masks, needWeights: false });
    return this.dropout1.forward(output);
  }

  #feedForward(x: tf.Tensor): tf.Tensor {
    const hidden = this.linear1.forward(x);
    const active = this.activation instanceof Module ? this.activation.forward(hidden) : this.activation(hidden);
    return this.dropout2.forward(this.linear2.forward(this.dropout.forward(active)));
  }
}

function activationOf(
  given: NonNullable<TransformerEncoderLayerOptions["activation"]>,
): TransformerEncoderLayer["activation"] {
  if (given === "relu") return relu;
  if (given === "gelu") return (x) => gelu(x);
  if (typeof given !== "string") return given;
  throw new RangeError(
    `TransformerEncoderLayer got activation: ${JSON.stringify(given)}. It is "relu", "gelu", a function or a module.`,
  );
}
