import type { tf } from "../../backend/tf.js";
import { warnOnce } from "../../functional/warnOnce.js";
import type { Module } from "../module.js";
import { placeOf } from "../shapeError.js";

export interface AttentionMasks {
  /** `[batch, keys]` (or `[keys]` without batch), whatever `batchFirst` says: bool is true where a key is padding, float is added. */
  readonly keyPaddingMask?: tf.Tensor | null;
  /** `[queries, keys]`, or `[batch · heads, queries, keys]`: bool is **true where attention is forbidden**, float is added. */
  readonly attnMask?: tf.Tensor | null;
  readonly isCausal?: boolean;
}

interface AttentionLayer extends Module {
  readonly embedDim: number;
  readonly numHeads: number;
  readonly kdim: number;
  readonly vdim: number;
  readonly batchFirst: boolean;
}

export interface AttentionSizes {
  readonly batch: number;
  readonly queries: number;
  readonly keys: number;
  readonly isBatched: boolean;
}

/** @throws when queries, keys and values do not fit the layer or each other. */
export function attentionSizes(
  layer: AttentionLayer,
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
): AttentionSizes {
  const refuse = (why: string): never => {
    const shown = (name: string, { shape, rank }: tf.Tensor) => `${name} [${shape.join(", ")}] (dimensions: ${rank})`;
    throw new Error(
      `${placeOf(layer)} got ${shown("query", query)}, ${shown("key", key)} and ${shown("value", value)}. ${why}`,
    );
  };
  const isBatched = query.rank === 3;
  if ((query.rank !== 2 && !isBatched) || key.rank !== query.rank || value.rank !== query.rank) {
    return refuse("All three have 3 dimensions, or 2 without batch.");
  }
  const { embedDim, kdim, vdim } = layer;
  if (query.shape.at(-1) !== embedDim) {
    return refuse(`The query's embedding dimension, its last, must be ${embedDim}, and it is ${query.shape.at(-1)}.`);
  }
  const [places, valuePlaces] = [key.shape.slice(0, -1), value.shape.slice(0, -1)];
  if (String(places) !== String(valuePlaces)) return refuse("Key and value must agree in length and batch.");
  for (const [name, tensor, features] of [
    ["key", key, kdim],
    ["value", value, vdim],
  ] as const) {
    const given = tensor.shape.at(-1) as number;
    if (given === features) continue;
    return refuse(
      `The ${name} has ${tensor.size / given} rows of ${given} features, and its weight is [${embedDim}, ${features}].`,
    );
  }
  const [lengthAxis, batchAxis] = isBatched ? (layer.batchFirst ? [1, 0] : [0, 1]) : [0, -1];
  const [batch, keyBatch] = isBatched ? [query.shape[batchAxis] as number, key.shape[batchAxis]] : [1, 1];
  if (batch !== keyBatch)
    return refuse(`Query and key must agree in their batch, and they have ${batch} and ${keyBatch}.`);
  return { batch, queries: query.shape[lengthAxis] as number, keys: key.shape[lengthAxis] as number, isBatched };
}

/** The masks, with null for one that is not given. @throws for shapes and types that do not fit. */
export function checkedMasks(
  layer: AttentionLayer,
  { keyPaddingMask = null, attnMask = null, isCausal = false }: AttentionMasks,
  { batch, queries, keys }: Omit<AttentionSizes, "isBatched">,
  isBatched: boolean,
): { readonly keyPaddingMask: tf.Tensor | null; readonly attnMask: tf.Tensor | null } {
  for (const [name, mask] of Object.entries({ keyPaddingMask, attnMask })) {
    if (mask !== null && mask.dtype !== "bool" && mask.dtype !== "float32") {
      throw new TypeError(`${placeOf(layer)} got ${name} of ${mask.dtype}: masks are bool or float32.`);
    }
  }
  if (keyPaddingMask !== null && attnMask !== null && keyPaddingMask.dtype !== attnMask.dtype) {
    warnOnce(
      `keyPaddingMask is ${keyPaddingMask.dtype} and attnMask ${attnMask.dtype}. Support for masks of different types is deprecated: use the same for both.`,
    );
  }
  if (isCausal && attnMask === null) {
    throw new Error(`${placeOf(layer)} got isCausal without attnMask: the hint needs the mask. Give both.`);
  }
  const heads = batch * layer.numHeads;
  checkMask(
    layer,
    "attnMask",
    attnMask,
    [
      [queries, keys],
      [heads, queries, keys],
    ],
    "[queries, keys], or one for each head of each sample",
  );
  checkMask(
    layer,
    "keyPaddingMask",
    keyPaddingMask,
    [isBatched ? [batch, keys] : [keys]],
    isBatched ? "batch and keys, dimensions 0 and 1" : "keys",
  );
  return { keyPaddingMask, attnMask };
}

function checkMask(
  layer: Module,
  name: string,
  mask: tf.Tensor | null,
  wanted: readonly number[][],
  meaning: string,
): void {
  if (mask === null || wanted.some((shape) => String(shape) === String(mask.shape))) return;
  throw new Error(
    `${placeOf(layer)} got ${name} of shape [${mask.shape.join(", ")}] (dimensions: ${mask.rank}), and it wants ` +
      `${wanted.map((shape) => `[${shape.join(", ")}] (${shape.length})`).join(" or ")}: ${meaning}.`,
  );
}
