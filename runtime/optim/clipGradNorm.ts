import { tf } from "../backend/tf.js";
import { Parameter } from "../nn/parameter.js";
import { replaceGrad } from "./replaceGrad.js";

export interface ClipGradNormOptions {
  /** Order of the norm: 2 by default; Infinity is the largest size of an element. */
  readonly normType?: number;
  /** Throws when the norm is infinite or NaN, which reads it back each time; default false. */
  readonly errorIfNonfinite?: boolean;
}

/**
 * Scales the gradients, in place, so that their joint norm is at most `maxNorm` (torch.nn.utils.clip_grad_norm_, with its 1e-6). Nothing is read
 * back from the backend.
 *
 * @returns the norm before, a scalar that the caller disposes (inside of a step the Trainer does).
 * @throws with `errorIfNonfinite`, before a gradient was changed.
 */
export function clipGradNorm(
  parameters: Parameter | Iterable<Parameter>,
  maxNorm: number,
  { normType = 2, errorIfNonfinite = false }: ClipGradNormOptions = {},
): tf.Scalar {
  const all = parameters instanceof Parameter ? [parameters] : [...parameters];
  const withGrad = all.filter((parameter) => parameter.grad !== null);
  return tf.tidy(() => {
    if (withGrad.length === 0) return tf.scalar(0);
    const norm = jointNorm(
      withGrad.map(({ grad }) => grad as tf.Tensor),
      normType,
    );
    if (errorIfNonfinite && !Number.isFinite(norm.dataSync()[0])) throw notFinite(normType);
    const factor = clippedFactor(norm, maxNorm);
    for (const parameter of withGrad) replaceGrad(parameter, tf.mul(parameter.grad as tf.Tensor, factor));
    return norm;
  });
}

/** At most 1. NaN stays, so that a spoilt step is seen: on wasm this takes the tensor as the first of the two. */
function clippedFactor(norm: tf.Scalar, maxNorm: number): tf.Scalar {
  return tf.minimum(tf.div(maxNorm, tf.add(norm, 1e-6)), 1);
}

/** The norm of the tensors' norms (torch.nn.utils.get_total_norm); for order 0 it counts the tensors that are not all 0. */
function jointNorm(tensors: readonly tf.Tensor[], order: number): tf.Scalar {
  if (order === Number.POSITIVE_INFINITY) return tf.max(tf.stack(tensors.map((x) => tf.max(tf.abs(x)))));
  if (order === Number.NEGATIVE_INFINITY) return tf.min(tf.stack(tensors.map((x) => tf.min(tf.abs(x)))));
  if (order === 0) return total(tensors.map((x) => tf.any(tf.notEqual(x, 0)).toFloat()));
  if (order === 2) return tf.sqrt(total(tensors.map((x) => tf.sum(tf.square(x)))));
  if (order === 1) return total(tensors.map((x) => tf.sum(tf.abs(x))));
  return tf.pow(total(tensors.map((x) => tf.sum(tf.pow(tf.abs(x), order)))), 1 / order);
}

function total(parts: tf.Tensor[]): tf.Scalar {
  return (parts.length === 1 ? parts[0] : tf.addN(parts)) as tf.Scalar;
}

function notFinite(order: number): Error {
  return new Error(
    `clipGradNorm: the joint norm of order ${order} of the gradients is not finite, so that they cannot be clipped. Look for an infinite or ` +
      "NaN loss, or leave out `errorIfNonfinite` to scale by it anyway.",
  );
}
