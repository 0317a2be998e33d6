import { tf } from "../backend/tf.js";
import { differentiable } from "./differentiable.js";
import { axisOf } from "./dimension.js";

/**
 * (Σ |x|^p)^(1/p) over one axis, which stays with size 1. Its gradient is 0 where the norm is.
 *
 * @param p at least 0; 0 counts what is not 0, Infinity takes the greatest.
 */
export function vectorNorm(x: tf.Tensor, p: number, axis: number): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [x],
    forward: (save) => {
      const norm = normOf(x, p, axis);
      save([x, norm]);
      return norm;
    },
    gradients: (dy, saved) => [() => tf.mul(dy, normDerivative(saved[0] as tf.Tensor, saved[1] as tf.Tensor, p, axis))],
  });
}

function normOf(x: tf.Tensor, p: number, axis: number): tf.Tensor {
  if (p === 2) return tf.sqrt(tf.sum(tf.square(x), axis, true));
  const sizes = tf.abs(x);
  if (p === 1) return tf.sum(sizes, axis, true);
  if (p === Number.POSITIVE_INFINITY) return tf.max(sizes, axis, true);
  if (p === 0) return tf.sum(tf.cast(tf.notEqual(x, 0), "float32"), axis, true);
  return tf.pow(tf.sum(tf.pow(sizes, p), axis, true), 1 / p);
}

/** As torch's norm_backward (FunctionsManual.cpp). */
function normDerivative(x: tf.Tensor, norm: tf.Tensor, p: number, axis: number): tf.Tensor {
  if (p === 0) return tf.zerosLike(x);
  if (p === 1) return tf.sign(x);
  if (p === Number.POSITIVE_INFINITY) {
    const isGreatest = tf.cast(tf.equal(tf.abs(x), norm), "float32");
    return tf.div(tf.mul(tf.sign(x), isGreatest), tf.sum(isGreatest, axis, true));
  }
  const isZero = tf.equal(norm, 0);
  const safe = tf.where(isZero, tf.onesLike(norm), norm);
  const ratio = p === 2 ? tf.div(x, safe) : tf.mul(tf.sign(x), tf.pow(tf.div(nonZero(tf.abs(x), p), safe), p - 1));
  return tf.where(tf.broadcastTo(isZero, x.shape), tf.zerosLike(x), ratio);
}

/** Below p = 1 the power of 0 would be infinite; its sign makes it 0 again. */
function nonZero(sizes: tf.Tensor, p: number): tf.Tensor {
  return p < 1 ? tf.where(tf.equal(sizes, 0), tf.onesLike(sizes), sizes) : sizes;
}

/**
 * x divided by its norm over a dimension, which counts as `eps` at least.
 *
 * @param options.p which norm; default 2.
 * @param options.dim default 1, as in torch. Channels are the last dimension here: -1.
 * @param options.eps default 1e-12.
 */
export function normalize(
  x: tf.Tensor,
  { p = 2, dim = 1, eps = 1e-12 }: { readonly p?: number; readonly dim?: number; readonly eps?: number } = {},
): tf.Tensor {
  return tf.div(x, tf.maximum(vectorNorm(x, p, axisOf("normalize", dim, x.rank)), eps));
}

/**
 * The norm of x1 - x2 + eps over the last dimension.
 *
 * @param options.p which norm; default 2.
 * @param options.eps default 1e-6.
 * @param options.keepdim keeps the last dimension with size 1; default false.
 */
export function pairwiseDistance(
  x1: tf.Tensor,
  x2: tf.Tensor,
  {
    p = 2,
    eps = 1e-6,
    keepdim = false,
  }: { readonly p?: number; readonly eps?: number; readonly keepdim?: boolean } = {},
): tf.Tensor {
  const difference = tf.add(tf.sub(x1, x2), eps);
  const distance = vectorNorm(difference, p, difference.rank - 1);
  return keepdim ? distance : tf.squeeze(distance, [-1]);
}

/**
 * x1·x2 / (|x1| |x2|) over a dimension, where each norm counts as `eps` at least.
 *
 * @param options.dim default 1.
 * @param options.eps default 1e-8.
 */
export function cosineSimilarity(
  x1: tf.Tensor,
  x2: tf.Tensor,
  { dim = 1, eps = 1e-8 }: { readonly dim?: number; readonly eps?: number } = {},
): tf.Tensor {
  const rank = Math.max(x1.rank, x2.rank);
  const axis = axisOf("cosineSimilarity", dim, rank);
  const [a, b] = [x1, x2].map((x) => {
    const own = axis - rank + x.rank;
    return tf.div(x, tf.maximum(vectorNorm(x, 2, own), eps));
  }) as [tf.Tensor, tf.Tensor];
  return tf.sum(tf.mul(a, b), axis);
}
