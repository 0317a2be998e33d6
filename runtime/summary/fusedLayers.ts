import type { tf } from "../backend/tf.js";
import { GELU, LSTM, type Module, MultiheadAttention, ReLU, TransformerEncoderLayer } from "../nn/index.js";

/**
 * Whether PyTorch on a CPU computes this call of a layer in one kernel in evaluation mode. Its counter knows no formula for such kernels, and
 * does not see the layers inside; a summary that reads as there tells 0 operations, and "?" for their sizes.
 */
export function isFusedInTorch(layer: Module, inputs: readonly unknown[]): boolean {
  if (layer.training) return layer instanceof LSTM && layer.projSize === 0;
  if (layer instanceof LSTM) return layer.projSize === 0;
  if (layer instanceof MultiheadAttention) return isFusedAttention(layer, inputs);
  return layer instanceof TransformerEncoderLayer && isFusedEncoder(layer, inputs);
}

/**
 * Operations of a call of an attention layer that PyTorch's counter on a CPU leaves out: where nobody asks for the weights, the products of
 * queries and keys and of weights and values are one kernel there.
 */
export function uncountedFlops(layer: Module, inputs: readonly unknown[]): number {
  if (!(layer instanceof MultiheadAttention) || optionsOf(inputs, 3)["needWeights"] !== false) return 0;
  const [query, key] = inputs as readonly [tf.Tensor, tf.Tensor];
  const [batch, queries] = sequences(layer, query);
  const keys = sequences(layer, key)[1] + (layer.bias_k === null ? 0 : 1) + (layer.addZeroAttn ? 1 : 0);
  return 4 * batch * queries * keys * layer.embedDim;
}

/** The conditions of torch/nn/modules/activation.py for `_native_multi_head_attention`. */
function isFusedAttention(layer: MultiheadAttention, inputs: readonly unknown[]): boolean {
  const [query, key, value] = inputs as readonly tf.Tensor[];
  const { attnMask, keyPaddingMask } = optionsOf(inputs, 3);
  const hasFloatMask = [attnMask, keyPaddingMask].some((mask) => (mask as tf.Tensor | null)?.dtype === "float32");
  return query === key && key === value && !hasFloatMask && layer.addZeroAttn === false && mayBeFused(layer, query);
}

/** The conditions of torch/nn/modules/transformer.py for `_transformer_encoder_layer_fwd`. */
function isFusedEncoder(layer: TransformerEncoderLayer, inputs: readonly unknown[]): boolean {
  const { srcMask, srcKeyPaddingMask } = optionsOf(inputs, 1);
  const { activation } = layer;
  const isKnown = typeof activation === "function" || activation instanceof ReLU || activation instanceof GELU;
  return isKnown && !(srcMask && srcKeyPaddingMask) && mayBeFused(layer.self_attn, inputs[0] as tf.Tensor);
}

function mayBeFused(layer: MultiheadAttention, query: tf.Tensor | undefined): boolean {
  const isWhole = layer.in_proj_weight !== null && layer.in_proj_bias !== null && layer.bias_k === null;
  return query?.rank === 3 && layer.batchFirst && layer.numHeads % 2 === 0 && isWhole;
}

function sequences({ batchFirst }: MultiheadAttention, { shape }: tf.Tensor): [batch: number, length: number] {
  const [first = 0, second = 0] = shape;
  if (shape.length === 2) return [1, first];
  return batchFirst ? [first, second] : [second, first];
}

function optionsOf(inputs: readonly unknown[], place: number): Readonly<Record<string, unknown>> {
  return (inputs[place] ?? {}) as Readonly<Record<string, unknown>>;
}
