import { tf } from "../backend/tf.js";
import { detached, pointwise } from "./differentiable.js";
import { type LossOptions, noReduction, type Reduction, reduce } from "./reduction.js";
import { checkSizes } from "./shapes.js";
import { warnOnce } from "./warnOnce.js";

export interface KlDivOptions {
  /** Default `"mean"`, over all elements; `"batchmean"` divides by the first dimension only, which is the divergence as it is defined. */
  readonly reduction?: Reduction | "batchmean";
  /** Whether the target holds logarithms too; default false. */
  readonly logTarget?: boolean;
}

/**
 * Kullback-Leibler divergence: target·(log(target) - input).
 *
 * @param input logarithms of probabilities.
 * @param target probabilities; it broadcasts against the input.
 */
export function klDiv(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction = "mean", logTarget = false }: KlDivOptions = {},
): tf.Tensor {
  if (!["mean", "sum", "none", "batchmean"].includes(reduction)) {
    throw noReduction(reduction, '"mean", "sum", "batchmean" or "none"');
  }
  if (reduction === "mean") {
    warnOnce(
      'klDiv with reduction "mean" divides by the number of all elements. "batchmean" divides by the batch size, as the divergence is defined.',
    );
  }
  checkSizes("klDiv", { input, target });
  const losses = logTarget
    ? tf.mul(tf.exp(target), tf.sub(target, input))
    : tf.sub(entropyTerm(target), tf.mul(target, input));
  if (reduction !== "batchmean") return reduce(losses, reduction);
  return input.rank === 0 ? losses : tf.div(tf.sum(losses), input.shape[0] as number);
}

/** x·log(x), 0 at 0. */
function entropyTerm(x: tf.Tensor): tf.Tensor {
  const logarithm = (x: tf.Tensor) => tf.log(tf.where(tf.equal(x, 0), tf.onesLike(x), x));
  return pointwise(
    x,
    (x) => tf.mul(x, logarithm(x)),
    (x) => tf.add(logarithm(x), 1),
  );
}

/**
 * Negative log likelihood of counts under Poisson's distribution: exp(input) - target·input, or input - target·log(input + eps).
 *
 * @param options.logInput default true: the input is the logarithm of the rate.
 * @param options.full adds Stirling's approximation of log(target!) for targets above 1; default false.
 * @param options.eps keeps log(0) away when `logInput` is false; default 1e-8.
 */
export function poissonNllLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  {
    reduction,
    logInput = true,
    full = false,
    eps = 1e-8,
  }: LossOptions & { readonly logInput?: boolean; readonly full?: boolean; readonly eps?: number } = {},
): tf.Tensor {
  checkSizes("poissonNllLoss", { input, target });
  const losses = logInput
    ? tf.sub(tf.exp(input), tf.mul(target, input))
    : tf.sub(input, tf.mul(target, tf.log(tf.add(input, eps))));
  return reduce(full ? tf.add(losses, stirling(target)) : losses, reduction);
}

function stirling(target: tf.Tensor): tf.Tensor {
  const count = tf.maximum(target, 1);
  const value = tf.add(tf.sub(tf.mul(count, tf.log(count)), count), tf.mul(tf.log(tf.mul(count, 2 * Math.PI)), 0.5));
  return tf.where(
    detached(() => tf.greater(target, 1)),
    value,
    tf.zerosLike(value),
  );
}

/**
 * Negative log likelihood under a normal distribution: (log(var) + (input - target)²/var) / 2.
 *
 * @param input means.
 * @param variance one number, or of the input's shape; or that without its last dimension, or with 1 in one.
 * @param options.full adds log(2π)/2; default false.
 * @param options.eps the least variance, without effect on gradients; default 1e-6.
 * @throws for negative variances, which are read to be checked, and for a shape that does not fit.
 */
export function gaussianNllLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  variance: tf.Tensor | number,
  { reduction, full = false, eps = 1e-6 }: LossOptions & { readonly full?: boolean; readonly eps?: number } = {},
): tf.Tensor {
  const given = typeof variance === "number" ? tf.fill(input.shape, variance) : variance;
  const negative = given.dataSync().find((one) => one < 0);
  if (negative !== undefined) {
    throw new RangeError(
      `gaussianNllLoss got the variance ${negative}: variances are not negative. Let the model give their logarithm, or put a softplus before.`,
    );
  }
  checkSizes("gaussianNllLoss", { input, target });
  const spread = pointwise(fittedVariance(input, given), (x) => tf.maximum(x, eps), tf.onesLike);
  const losses = tf.mul(tf.add(tf.log(spread), tf.div(tf.square(tf.sub(input, target)), spread)), 0.5);
  return reduce(full ? tf.add(losses, 0.5 * Math.log(2 * Math.PI)) : losses, reduction);
}

function fittedVariance(input: tf.Tensor, variance: tf.Tensor): tf.Tensor {
  if (tf.util.arraysEqual(input.shape, variance.shape)) return variance;
  if (tf.util.arraysEqual(input.shape.slice(0, -1), variance.shape)) return tf.expandDims(variance, -1);
  const differing = variance.shape.filter((size, i) => size !== input.shape[i]);
  if (variance.rank === input.rank && differing.length === 1 && differing[0] === 1) return variance;
  throw new Error(
    `gaussianNllLoss got variances of shape [${variance.shape.join(", ")}] and an input of shape [${input.shape.join(", ")}]. ` +
      "They have the input's shape, or it without the last dimension, or with 1 in one.",
  );
}
