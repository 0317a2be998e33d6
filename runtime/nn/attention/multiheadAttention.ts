import { tf } from "../../backend/tf.js";
import { dropout } from "../../functional/dropout.js";
import { linear } from "../../functional/linear.js";
import {
  additiveMask,
  attentionScores,
  causalMask,
  maskedSoftmax,
} from "../../functional/scaledDotProductAttention.js";
import { emptyParameter } from "../init/defaultParameter.js";
import { xavierNormal, xavierUniform } from "../init/init.js";
import { Linear } from "../linear.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { type AttentionMasks, attentionSizes, checkedMasks } from "./attentionShapes.js";

export interface MultiheadAttentionOptions {
  /** The probability of an attention weight to be zeroed in training; default 0. */
  readonly dropout?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** Adds a learned key and value to those that are given; default false. */
  readonly addBiasKv?: boolean;
  /** Adds a key and a value of zeros; default false. */
  readonly addZeroAttn?: boolean;
  /** Features of keys and values; default embedDim. Where they differ there are three weights instead of one. */
  readonly kdim?: number | null;
  readonly vdim?: number | null;
  /** Whether tensors come as `[batch, length, features]`; default false: `[length, batch, features]`. */
  readonly batchFirst?: boolean;
}

export interface AttentionCallOptions extends AttentionMasks {
  /** Whether the weights are returned; default true. Without them it is quicker, and a query that may attend to nothing gets zeros and not NaN. */
  readonly needWeights?: boolean;
  /** Whether the weights that are returned are the mean over the heads; default true. */
  readonly averageAttnWeights?: boolean;
  /** A hint that `attnMask`, which must be given, is causal; default false. */
  readonly isCausal?: boolean;
}

/** The class of the last layer has its name from torch, so that a summary reads alike. */
export class NonDynamicallyQuantizableLinear extends Linear {}

/** Attention in several subspaces at once ("Attention Is All You Need"), with torch's names of its parameters. */
export class MultiheadAttention extends Module {
  /** `[3·embedDim, embedDim]`: of queries, keys and values; null where keys or values have other features. */
  in_proj_weight: Parameter | null = null;
  q_proj_weight: Parameter | null = null;
  k_proj_weight: Parameter | null = null;
  v_proj_weight: Parameter | null = null;
  /** `[3·embedDim]`. */
  in_proj_bias: Parameter | null = null;
  /** `[1, 1, embedDim]`. */
  bias_k: Parameter | null = null;
  bias_v: Parameter | null = null;
  out_proj: Linear;
  readonly dropout: number;
  readonly batchFirst: boolean;
  readonly addZeroAttn: boolean;
  readonly kdim: number;
  readonly vdim: number;

  /**
   * @param embedDim features of queries and of the output.
   * @param numHeads divides embedDim.
   */
  constructor(
    readonly embedDim: number,
    readonly numHeads: number,
    options: MultiheadAttentionOptions = {},
  ) {
    super();
    checkHeads(embedDim, numHeads);
    this.dropout = options.dropout ?? 0;
    this.batchFirst = options.batchFirst ?? false;
    this.addZeroAttn = options.addZeroAttn ?? false;
    this.kdim = options.kdim ?? embedDim;
    this.vdim = options.vdim ?? embedDim;
    if (this.kdim === embedDim && this.vdim === embedDim) {
      this.in_proj_weight = xavierUniform(emptyParameter([3 * embedDim, embedDim]));
    } else {
      this.q_proj_weight = xavierUniform(emptyParameter([embedDim, embedDim]));
      this.k_proj_weight = xavierUniform(emptyParameter([embedDim, this.kdim]));
      this.v_proj_weight = xavierUniform(emptyParameter([embedDim, this.vdim]));
    }
    const bias = options.bias ?? true;
    if (bias) this.in_proj_bias = emptyParameter([3 * embedDim]);
    this.out_proj = new NonDynamicallyQuantizableLinear(embedDim, embedDim, { bias });
    tf.tidy(() => this.out_proj.bias?.assign(tf.zeros([embedDim])));
    if (options.addBiasKv ?? false) {
      this.bias_k = xavierNormal(emptyParameter([1, 1, embedDim]));
      this.bias_v = xavierNormal(emptyParameter([1, 1, embedDim]));
    }
  }

  override extraRepr(): string {
    return `${this.embedDim}, ${this.numHeads}`;
  }

  /**
   * @param query `[queries, batch, embedDim]`, or as `batchFirst` says; `[queries, embedDim]` without batch. Key and value alike.
   * @returns the output, of the query's shape, and the weights: `[batch, queries, keys]`, or `[batch, heads, queries, keys]` of each head;
   * null unless they are needed.
   */
  override forward(
    query: tf.Tensor,
    key: tf.Tensor,
    value: tf.Tensor,
    options: AttentionCallOptions = {},
  ): [output: tf.Tensor, weights: tf.Tensor | null] {
    const { needWeights = true, averageAttnWeights = true } = options;
    const { isBatched, ...sizes } = attentionSizes(this, query, key, value);
    const [heads, keys, values] = this.#extended(this.#projected(query, key, value, isBatched));
    const mask = this.#mask(options, sizes, isBatched, (keys.shape[2] as number) - sizes.keys);
    const scores = attentionScores(heads, keys);
    const weights = dropout(attend(scores, mask, needWeights), this.dropout, this.training);
    const joined = tf.transpose(
      tf.matMul(weights, values),
      this.batchFirst || !isBatched ? [0, 2, 1, 3] : [2, 0, 1, 3],
    );
    const { weight, bias } = this.out_proj;
    const output = tf.reshape(linear(tf.reshape(joined, [-1, this.embedDim]), weight, bias), query.shape);
    if (!needWeights) return [output, null];
    const shown = averageAttnWeights ? tf.mean(weights, 1) : weights;
    return [output, isBatched ? shown : tf.squeeze(shown, [0])];
  }

  /** Queries, keys and values of each head: `[batch, heads, length, features]`. */
  #projected(
    query: tf.Tensor,
    key: tf.Tensor,
    value: tf.Tensor,
    isBatched: boolean,
  ): [tf.Tensor, tf.Tensor, tf.Tensor] {
    const features = this.embedDim / this.numHeads;
    const lengthFirst = isBatched && !this.batchFirst;
    if (this.in_proj_weight !== null && query === key && key === value) {
      const packed = linear(query, this.in_proj_weight, this.in_proj_bias);
      const [first, second] = isBatched ? query.shape : [1, query.shape[0]];
      const parts = tf.reshape(packed, [first as number, second as number, 3, this.numHeads, features]);
      return tf.unstack(tf.transpose(parts, lengthFirst ? [2, 1, 3, 0, 4] : [2, 0, 3, 1, 4]), 0) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
    }
    const weights =
      this.in_proj_weight === null
        ? [this.q_proj_weight, this.k_proj_weight, this.v_proj_weight]
        : tf.split(this.in_proj_weight as tf.Tensor, 3, 0);
    const biases = this.in_proj_bias === null ? [] : tf.split(this.in_proj_bias as tf.Tensor, 3, 0);
    return [query, key, value].map((x, i) => {
      const projected = linear(x, weights[i] as tf.Tensor, biases[i] ?? null);
      const [first, second] = isBatched ? x.shape : [1, x.shape[0]];
      const split = tf.reshape(projected, [first as number, second as number, this.numHeads, features]);
      return tf.transpose(split, lengthFirst ? [1, 2, 0, 3] : [0, 2, 1, 3]);
    }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  }

  /** With the learned key and value and those of zeros, where there are any. */
  #extended([heads, keys, values]: [tf.Tensor, tf.Tensor, tf.Tensor]): [tf.Tensor, tf.Tensor, tf.Tensor] {
    const [batch, numHeads, , features] = heads.shape as [number, number, number, number];
    const learned = (bias: Parameter | null) =>
      bias === null ? [] : [tf.tile(tf.reshape(bias, [1, numHeads, 1, features]), [batch, 1, 1, 1])];
    const zeros = () => (this.addZeroAttn ? [tf.zeros([batch, numHeads, 1, features])] : []);
    const joined = (given: tf.Tensor, bias: Parameter | null) => {
      const more = [...learned(bias), ...zeros()];
      return more.length === 0 ? given : tf.concat([given, ...more], 2);
    };
    return [heads, joined(keys, this.bias_k), joined(values, this.bias_v)];
  }

  /** Both masks as one that is added to the scores; null: there is none. What was added to the keys is never forbidden. */
  #mask(
    options: AttentionCallOptions,
    sizes: { readonly batch: number; readonly queries: number; readonly keys: number },
    isBatched: boolean,
    added: number,
  ): tf.Tensor | null {
    const { attnMask, keyPaddingMask } = checkedMasks(this, options, sizes, isBatched);
    const { batch, queries, keys } = sizes;
    const open = (mask: tf.Tensor) =>
      added === 0
        ? mask
        : tf.pad(
            mask,
            mask.shape.map((_, i) => (i === mask.rank - 1 ? [0, added] : [0, 0])),
          );
    const onlyHint = options.isCausal === true && options.needWeights === false && keyPaddingMask === null;
    const attention = onlyHint
      ? additiveMask(causalMask(queries, keys + added), true)
      : attnMask === null
        ? null
        : open(additiveMask(attnMask, false));
    const oriented =
      attention !== null && attention.rank === 3
        ? tf.reshape(attention, [batch, this.numHeads, queries, -1])
        : attention;
    if (keyPaddingMask === null) return oriented;
    const padding = tf.reshape(open(additiveMask(keyPaddingMask, false)), [batch, 1, 1, -1]);
    return oriented === null ? padding : tf.add(oriented, padding);
  }
}

function attend(scores: tf.Tensor, mask: tf.Tensor | null, needWeights: boolean): tf.Tensor {
  if (mask === null) return tf.softmax(scores);
  return needWeights ? tf.softmax(tf.add(scores, mask)) : maskedSoftmax(scores, mask);
}

function checkHeads(embedDim: number, numHeads: number): void {
  if (!(embedDim > 0 && numHeads > 0)) {
    throw new RangeError(
      `MultiheadAttention got embedDim = ${embedDim} and numHeads = ${numHeads}, which must both be greater than 0.`,
    );
  }
  if (embedDim % numHeads !== 0) {
    throw new RangeError(
      `MultiheadAttention got embedDim = ${embedDim}, which must be divisible by numHeads = ${numHeads}: each head has an equal part of it.`,
    );
  }
}
