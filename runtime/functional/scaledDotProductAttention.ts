import { tf } from "../backend/tf.js";
import { detached } from "./differentiable.js";
import { dropout } from "./dropout.js";

export interface ScaledDotProductAttentionOptions {
  /** Broadcasts to `[..., queries, keys]`: bool is **true where attention may go**, float is added to the scores. */
  readonly attnMask?: tf.Tensor | null;
  /** The probability of a weight to be zeroed; default 0. */
  readonly dropoutP?: number;
  /** Whether a query may attend to no key after it; default false. */
  readonly isCausal?: boolean;
  /** What scores are multiplied by; default 1/√features. */
  readonly scale?: number;
}

/**
 * softmax(query keyᵀ / √features + mask) value. A query that may attend to nothing gets zeros.
 *
 * @param query `[..., queries, features]`.
 * @param key `[..., keys, features]`.
 * @param value `[..., keys, outputs]`.
 * @returns `[..., queries, outputs]`.
 */
export function scaledDotProductAttention(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  { attnMask = null, dropoutP = 0, isCausal = false, scale }: ScaledDotProductAttentionOptions = {},
): tf.Tensor {
  if (attnMask !== null && isCausal) {
    throw new Error(
      "scaledDotProductAttention got an attnMask and isCausal: the mask would be ignored. Give one of them.",
    );
  }
  const scores = attentionScores(query, key, scale);
  const mask = isCausal ? causalMask(query.shape.at(-2) as number, key.shape.at(-2) as number) : attnMask;
  const weights = mask === null ? tf.softmax(scores) : maskedSoftmax(scores, additiveMask(mask, true));
  return tf.matMul(dropout(weights, dropoutP, dropoutP > 0), value);
}

/** query keyᵀ · scale: `[..., queries, keys]`. */
export function attentionScores(query: tf.Tensor, key: tf.Tensor, scale?: number): tf.Tensor {
  const features = query.shape.at(-1) as number;
  return tf.matMul(tf.mul(query, scale ?? 1 / Math.sqrt(features)), key, false, true);
}

/**
 * A mask that is added to the scores: -∞ where attention is forbidden.
 *
 * @param allows what true means in a mask of bool.
 */
export function additiveMask(mask: tf.Tensor, allows: boolean): tf.Tensor {
  if (mask.dtype !== "bool") return mask;
  const [open, closed] = [tf.zeros(mask.shape), tf.fill(mask.shape, Number.NEGATIVE_INFINITY)];
  return allows ? tf.where(mask, open, closed) : tf.where(mask, closed, open);
}

/** The softmax of scores + mask, with zeros in rows that are all forbidden; their gradient is 0 too. */
export function maskedSoftmax(scores: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const isClosed = detached(() => tf.equal(tf.max(mask, -1, true), Number.NEGATIVE_INFINITY));
  const passable = tf.where(isClosed, tf.zerosLike(mask), mask);
  const isOpen = detached(() => tf.cast(tf.logicalNot(isClosed), "float32"));
  return tf.mul(tf.softmax(tf.add(scores, passable)), isOpen);
}

/** `[queries, keys]`: true up to the query's own place. */
export function causalMask(queries: number, keys: number): tf.Tensor {
  const places = (count: number) => tf.range(0, count, 1, "int32");
  return tf.greaterEqual(tf.expandDims(places(queries), 1), tf.expandDims(places(keys), 0));
}
