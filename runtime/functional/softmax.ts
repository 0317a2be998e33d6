import { tf } from "../backend/tf.js";
import { detached, differentiable } from "./differentiable.js";
import { axisOf } from "./dimension.js";
import { warnOnce } from "./warnOnce.js";

/**
 * exp(x) / Σ exp(x) over dimension `dim`.
 *
 * @param dim negative ones count from the end. Without one it is 0 for an input of 0, 1 or 3 dimensions, else 1, with a warning: torch's
 * rule, which hardly anybody means.
 */
export function softmax(x: tf.Tensor, dim?: number): tf.Tensor {
  const axis = dimension("softmax", x, dim);
  return onLastAxis(x, axis, (rows) => tf.softmax(rows));
}

/** `softmax` of -x. */
export function softmin(x: tf.Tensor, dim?: number): tf.Tensor {
  const axis = dimension("softmin", x, dim);
  return onLastAxis(tf.neg(x), axis, (rows) => tf.softmax(rows));
}

/** log of `softmax`, computed without overflow. */
export function logSoftmax(x: tf.Tensor, dim?: number): tf.Tensor {
  const axis = dimension("logSoftmax", x, dim);
  if (x.rank === 0) return tf.reshape(logSoftmax(tf.reshape(x, [1]), 0), []);
  return differentiable<tf.Tensor>({
    inputs: [x],
    forward: (save) => {
      const shifted = tf.sub(
        x,
        detached(() => tf.max(x, axis, true)),
      );
      const value = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), axis, true)));
      save([value]);
      return value;
    },
    gradients: (dy, [value]) => [() => tf.sub(dy, tf.mul(tf.exp(value as tf.Tensor), tf.sum(dy, axis, true)))],
  });
}

function dimension(name: string, x: tf.Tensor, dim: number | undefined): number {
  if (dim !== undefined && dim !== null) return axisOf(name, dim, x.rank);
  warnOnce(
    `${name} was called without \`dim\`: the dimension was chosen by the number of dimensions, which is deprecated. ` +
      `Say over which it goes, for example \`${name}(x, -1)\` for classes in the last.`,
  );
  return x.rank === 0 || x.rank === 1 || x.rank === 3 ? 0 : 1;
}

/** tfjs's kernel knows the last axis only. */
function onLastAxis(x: tf.Tensor, axis: number, compute: (rows: tf.Tensor) => tf.Tensor): tf.Tensor {
  if (x.rank === 0) return tf.reshape(compute(tf.reshape(x, [1])), []);
  if (axis === x.rank - 1) return compute(x);
  const swapped = x.shape.map((_, i) => (i === axis ? x.rank - 1 : i === x.rank - 1 ? axis : i));
  return tf.transpose(compute(tf.transpose(x, swapped)), swapped);
}
