import { tf } from "../backend/tf.js";
import { differentiable, pointwise } from "./differentiable.js";
import { type LossOptions, type Reduction, reduce } from "./reduction.js";
import { checkBroadcast, checkSameShape } from "./shapes.js";

export interface WeightedLossOptions extends LossOptions {
  /** A factor for each element, of the input's shape. */
  readonly weight?: tf.Tensor | null;
}

/**
 * (input - target)².
 *
 * @param options.weight the mean divides by the sum of the weights.
 */
export function mseLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, weight }: WeightedLossOptions = {},
): tf.Tensor {
  checkBroadcast("mseLoss", input, target);
  const fits = tf.util.arraysEqual(input.shape, target.shape);
  if (fits && (weight ?? null) === null && (reduction ?? "mean") === "mean") return meanSquaredError(input, target);
  // The kernel's gradient does not know of shapes that broadcast.
  const squares = fits ? tf.squaredDifference(input, target) : tf.square(tf.sub(input, target));
  return weighted("mseLoss", input, squares, weight, reduction);
}

/** The mean of (input - target)², as one operation of the tape: it is in the path of many training steps. */
function meanSquaredError(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [input, target],
    forward: (save) => {
      save([input, target]);
      return tf.mean(tf.squaredDifference(input, target));
    },
    gradients: (dy, [a, b]) => {
      const slope = (from: tf.Tensor, to: tf.Tensor) => tf.mul(tf.sub(from, to), tf.mul(dy, 2 / from.size));
      const [first, second] = [a as tf.Tensor, b as tf.Tensor];
      return [() => slope(first, second), () => slope(second, first)];
    },
  });
}

/** |input - target|; the derivative where they are equal is 0. `weight` as in `mseLoss`. */
export function l1Loss(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, weight }: WeightedLossOptions = {},
): tf.Tensor {
  checkBroadcast("l1Loss", input, target);
  return weighted("l1Loss", input, absolute(tf.sub(input, target)), weight, reduction);
}

/**
 * d²/(2·beta) where d = |input - target| is below `beta`, else d - beta/2.
 *
 * @param options.beta default 1; 0 is `l1Loss`. @throws when negative.
 */
export function smoothL1Loss(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, beta = 1 }: LossOptions & { readonly beta?: number } = {},
): tf.Tensor {
  checkBroadcast("smoothL1Loss", input, target);
  if (!(beta >= 0)) throw new RangeError(`smoothL1Loss got beta = ${beta}, which must not be negative.`);
  const difference = tf.sub(input, target);
  if (beta === 0) return reduce(absolute(difference), reduction);
  return reduce(quadraticBelow(difference, beta, 1 / beta), reduction);
}

/**
 * d²/2 where d = |input - target| is below `delta`, else delta·(d - delta/2).
 *
 * @param options.delta default 1. @throws unless positive.
 * @param options.weight the mean divides by the number of elements, whatever the weights.
 */
export function huberLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, delta = 1, weight }: WeightedLossOptions & { readonly delta?: number } = {},
): tf.Tensor {
  checkBroadcast("huberLoss", input, target);
  if (!(delta > 0)) throw new RangeError(`huberLoss got delta = ${delta}, which must be positive.`);
  const losses = quadraticBelow(tf.sub(input, target), delta, 1);
  if (weight === undefined || weight === null) return reduce(losses, reduction);
  checkSameShape("huberLoss", input, weight, "weight");
  return reduce(tf.mul(losses, weight), reduction);
}

function weighted(
  loss: string,
  input: tf.Tensor,
  losses: tf.Tensor,
  weight: tf.Tensor | null | undefined,
  reduction?: Reduction,
): tf.Tensor {
  if (weight === undefined || weight === null) return reduce(losses, reduction);
  checkSameShape(loss, input, weight, "weight");
  const products = tf.mul(losses, weight);
  if (reduction === undefined || reduction === "mean") return tf.div(tf.sum(products), tf.sum(weight));
  return reduce(products, reduction);
}

/** |x| with derivative 0 at 0; tfjs's own has -1. */
export function absolute(x: tf.Tensor): tf.Tensor {
  return pointwise(x, tf.abs, tf.sign);
}

/** `scale` times x²/2 within ±limit and limit·(|x| - limit/2) outside. */
function quadraticBelow(x: tf.Tensor, limit: number, scale: number): tf.Tensor {
  const scaled = (y: tf.Tensor) => (scale === 1 ? y : tf.mul(y, scale));
  return pointwise(
    x,
    (x) => {
      const size = tf.abs(x);
      const near = tf.minimum(size, limit);
      return scaled(tf.mul(near, tf.sub(size, tf.mul(near, 0.5))));
    },
    (x) => scaled(tf.clipByValue(x, -limit, limit)),
  );
}
