import { tf } from "../backend/tf.js";
import { detached } from "./differentiable.js";
import { pairwiseDistance } from "./distance.js";
import { type LossOptions, reduce } from "./reduction.js";
import { checkSizes } from "./shapes.js";

export interface MarginOptions extends LossOptions {
  readonly margin?: number;
}

/** Torch's EPSILON of this loss (aten/src/ATen/native/Loss.cpp). */
const EPSILON = 1e-12;

/**
 * 1 - cos(input1, input2) where the target is 1, max(0, cos - margin) where it is -1.
 *
 * @param input1 `[batch, features]`, or `[features]`; `input2` alike.
 * @param target `[batch]`, or a scalar; 1 or -1.
 * @param options.margin default 0; -1 to 1, 0 to 0.5 is advised.
 */
export function cosineEmbeddingLoss(
  input1: tf.Tensor,
  input2: tf.Tensor,
  target: tf.Tensor,
  { margin = 0, reduction }: MarginOptions = {},
): tf.Tensor {
  if (target.rank > 1 || input1.rank !== target.rank + 1 || input2.rank !== target.rank + 1) {
    throw new Error(
      `cosineEmbeddingLoss got inputs of shapes [${input1.shape.join(", ")}] and [${input2.shape.join(", ")}] and a target of shape ` +
        `[${target.shape.join(", ")}]. It wants [batch, features] twice and [batch], or [features] twice and a scalar.`,
    );
  }
  checkSizes("cosineEmbeddingLoss", { input1, input2 });
  if (target.rank === 1) checkSizes("cosineEmbeddingLoss", { input1, target: tf.expandDims(target, -1) });
  const squares = (x: tf.Tensor) => tf.add(tf.sum(tf.square(x), -1), EPSILON);
  const products = tf.sum(tf.mul(input1, input2), -1);
  const cosine = tf.div(products, tf.sqrt(tf.mul(squares(input1), squares(input2))));
  const apart = tf.maximum(tf.sub(cosine, margin), 0);
  return reduce(tf.add(when(target, 1, tf.sub(1, cosine)), when(target, -1, apart)), reduction);
}

/**
 * The input where the target is 1, max(0, margin - input) where it is -1. The input is a distance.
 *
 * @param options.margin default 1.
 */
export function hingeEmbeddingLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  { margin = 1, reduction }: MarginOptions = {},
): tf.Tensor {
  checkSizes("hingeEmbeddingLoss", { input, target });
  const apart = tf.maximum(tf.sub(margin, input), 0);
  const losses = tf.add(unless(target, 1, apart), unless(target, -1, input));
  return reduce(losses, reduction);
}

/**
 * max(0, -target·(input1 - input2) + margin): 1 as the target ranks input1 higher, -1 input2.
 *
 * @param options.margin default 0.
 */
export function marginRankingLoss(
  input1: tf.Tensor,
  input2: tf.Tensor,
  target: tf.Tensor,
  { margin = 0, reduction }: MarginOptions = {},
): tf.Tensor {
  if (input1.rank !== input2.rank || input1.rank !== target.rank) {
    throw new Error(
      `marginRankingLoss got tensors with different numbers of dimensions: input1 [${input1.shape.join(", ")}], ` +
        `input2 [${input2.shape.join(", ")}], target [${target.shape.join(", ")}]. Give them the same.`,
    );
  }
  checkSizes("marginRankingLoss", { input1, input2 });
  checkSizes("marginRankingLoss", { input1, target });
  return reduce(tf.maximum(tf.add(tf.mul(tf.neg(target), tf.sub(input1, input2)), margin), 0), reduction);
}

export interface TripletMarginOptions extends MarginOptions {
  /** Which norm the distance is; default 2. */
  readonly p?: number;
  /** Added to each difference; default 1e-6. */
  readonly eps?: number;
  /** Takes the distance of positive and negative where it is less than that of anchor and negative; default false. */
  readonly swap?: boolean;
}

/**
 * max(0, distance(anchor, positive) - distance(anchor, negative) + margin) over the last dimension, `[..., features]`.
 *
 * @param options.margin default 1. @throws unless positive.
 */
export function tripletMarginLoss(
  anchor: tf.Tensor,
  positive: tf.Tensor,
  negative: tf.Tensor,
  { p = 2, eps = 1e-6, ...options }: TripletMarginOptions = {},
): tf.Tensor {
  const distanceFunction = (a: tf.Tensor, b: tf.Tensor) => pairwiseDistance(a, b, { p, eps });
  return tripletLoss("tripletMarginLoss", anchor, positive, negative, distanceFunction, options);
}

export interface TripletMarginWithDistanceOptions extends MarginOptions {
  /** From two tensors to a distance for each sample; default `pairwiseDistance`. */
  readonly distanceFunction?: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  readonly swap?: boolean;
}

/** `tripletMarginLoss` with a distance of one's own. */
export function tripletMarginWithDistanceLoss(
  anchor: tf.Tensor,
  positive: tf.Tensor,
  negative: tf.Tensor,
  { distanceFunction = pairwiseDistance, ...options }: TripletMarginWithDistanceOptions = {},
): tf.Tensor {
  return tripletLoss("tripletMarginWithDistanceLoss", anchor, positive, negative, distanceFunction, options);
}

function tripletLoss(
  name: string,
  anchor: tf.Tensor,
  positive: tf.Tensor,
  negative: tf.Tensor,
  distance: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  { margin = 1, swap = false, reduction }: MarginOptions & { readonly swap?: boolean },
): tf.Tensor {
  if (!(margin > 0)) throw new RangeError(`${name} got margin = ${margin}, which must be greater than 0.`);
  if (anchor.rank !== positive.rank || anchor.rank !== negative.rank) {
    throw new Error(
      `${name} got tensors with different numbers of dimensions: anchor [${anchor.shape.join(", ")}], ` +
        `positive [${positive.shape.join(", ")}], negative [${negative.shape.join(", ")}]. Give them the same.`,
    );
  }
  checkSizes(name, { anchor, positive });
  checkSizes(name, { anchor, negative });
  const near = distance(anchor, positive);
  const direct = distance(anchor, negative);
  const far = swap ? tf.minimum(direct, distance(positive, negative)) : direct;
  return reduce(tf.maximum(tf.add(tf.sub(near, far), margin), 0), reduction);
}

/** The values where the target is a number, else 0. */
function when(target: tf.Tensor, number: number, values: tf.Tensor): tf.Tensor {
  return tf.where(
    detached(() => tf.equal(target, number)),
    values,
    tf.zerosLike(values),
  );
}

function unless(target: tf.Tensor, number: number, values: tf.Tensor): tf.Tensor {
  return tf.where(
    detached(() => tf.notEqual(target, number)),
    values,
    tf.zerosLike(values),
  );
}
