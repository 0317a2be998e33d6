import type * as tfjs from "@tensorflow/tfjs";
import type { NativeOps } from "./nativeOps.js";

/** Gradients with respect to the inputs of an operation, by their names, each computed when it is asked for. */
type Gradient = (
  dy: tfjs.Tensor,
  saved: readonly tfjs.Tensor[],
  attrs: never,
) => Readonly<Record<string, () => tfjs.Tensor>>;

/**
 * Gradients that take fewer operations than tfjs's. They have no gradients themselves, so where somebody records them, to differentiate
 * twice, tfjs's serve. `saved` is what tfjs's gradient of the same operation saves.
 */
export function nativeGradients(tf: typeof tfjs, ops: NativeOps): Readonly<Record<string, Gradient>> {
  /** TensorFlow adds up rows one after the other, which loses digits where they are many: first those of each image, then these sums. */
  const biasGradient = (dy: tfjs.Tensor): tfjs.Tensor => {
    const inner = Array.from({ length: dy.rank - 2 }, (_, i) => i + 1);
    return ops.biasAddGrad(inner.length > 0 ? tf.sum(dy, inner) : dy);
  };
  /** The gradient of an input that was broadcast: summed over what it was repeated along. */
  const unbroadcast = (dy: tfjs.Tensor, { shape }: tfjs.Tensor): tfjs.Tensor => {
    if (tf.util.arraysEqual(dy.shape, shape)) return dy.clone();
    if (shape.length === 1 && shape[0] === dy.shape.at(-1) && dy.rank > 1) return biasGradient(dy);
    const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
    return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
  };
  /** The gradient of a sum: dy at every place that was summed up. */
  const spread = (dy: tfjs.Tensor, x: tfjs.Tensor, axis: number | number[] | undefined): tfjs.Tensor => {
    if (dy.rank === 0) return ops.broadcastTo(dy, x.shape);
    const axes = tf.util.parseAxisParam(axis as number[], x.shape);
    const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    return ops.broadcastTo(tf.reshape(dy, kept), x.shape);
  };
  return {
    Relu: (dy, [x]) => ({ x: () => ops.reluGrad(dy, x as tfjs.Tensor) }),
    Add: (dy, [a, b]) => ({
      a: () => unbroadcast(dy, a as tfjs.Tensor),
      b: () => unbroadcast(dy, b as tfjs.Tensor),
    }),
    Sum: (dy, [x], { axis }: Axis) => ({ x: () => spread(dy, x as tfjs.Tensor, axis) }),
    Mean: (dy, [x], { axis }: Axis) => ({
      x: () => {
        const from = x as tfjs.Tensor;
        return spread(tf.div(dy, from.size / dy.size), from, axis);
      },
    }),
    SquaredDifference: (dy, [a, b]) => {
      const [first, second] = [a as tfjs.Tensor, b as tfjs.Tensor];
      const slope = () => tf.mul(tf.mul(dy, 2), tf.sub(first, second));
      return { a: () => unbroadcast(slope(), first), b: () => unbroadcast(tf.neg(slope()), second) };
    },
  };
}

interface Axis {
  readonly axis?: number | number[];
}
