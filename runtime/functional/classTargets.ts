import { tf } from "../backend/tf.js";
import { noReduction, type Reduction } from "./reduction.js";

/** Class numbers that were checked, and what their losses weigh. */
export interface ClassTargets {
  /** `[samples]`, int32, all of them classes: 0 in the place of what is ignored. */
  readonly labels: tf.Tensor1D;
  /** The factor of each sample's loss, 0 for what is ignored; null: all are 1. */
  readonly weights: Float32Array | null;
  /** True for each sample that is ignored; null: none is. */
  readonly ignored: Uint8Array | null;
  /** What the mean divides by: the sum of the weights. */
  readonly total: number;
}

/**
 * Reads class numbers. They come from the data, not from the model, so that nothing has to be computed first; and a number that is no class
 * would otherwise give a wrong loss in silence.
 *
 * @param input classes in its last dimension.
 * @param weight `[classes]`.
 * @throws for shapes that do not fit, and for numbers that are no class.
 */
export function classTargets(
  loss: string,
  input: tf.Tensor,
  target: tf.Tensor,
  weight: tf.Tensor | null,
  ignoreIndex: number,
): ClassTargets {
  const classes = input.shape.at(-1) ?? 1;
  checkTargets(loss, input, target);
  checkClassWeights(loss, classes, weight);
  const numbers = target.dataSync();
  const wrong = numbers.find((label) => label !== ignoreIndex && !(label >= 0 && label < classes));
  if (wrong !== undefined) {
    throw new RangeError(
      `${loss}: target ${wrong} is out of bounds for ${classes} classes, which are numbered 0 to ${classes - 1}. ` +
        `Correct the labels or the model's number of outputs; a target of ${ignoreIndex} (ignoreIndex) is left out.`,
    );
  }
  const hasIgnored = numbers.includes(ignoreIndex as never);
  const weighing = weight?.dataSync() as Float32Array | undefined;
  if (!hasIgnored && weighing === undefined) {
    return { labels: tf.reshape(target, [numbers.length]), weights: null, ignored: null, total: numbers.length };
  }
  const ignored = Uint8Array.from(numbers, (label) => Number(label === ignoreIndex));
  const weights = Float32Array.from(numbers, (label, i) => (ignored[i] ? 0 : (weighing?.[label] ?? 1)));
  const labels = Int32Array.from(numbers, (label, i) => (ignored[i] ? 0 : label));
  return {
    labels: tf.tensor1d(labels, "int32"),
    weights: weighing === undefined ? null : weights,
    ignored: hasIgnored ? ignored : null,
    total: weights.reduce((sum, one) => sum + one, 0),
  };
}

/** The losses `[samples]` of class targets, each with its weight, reduced; unreduced they take the given shape. */
export function reduceWeighted(
  losses: tf.Tensor,
  { weights, ignored, total }: ClassTargets,
  shape: number[],
  reduction: Reduction = "mean",
): tf.Tensor {
  if (reduction !== "mean" && reduction !== "sum" && reduction !== "none") throw noReduction(reduction);
  const known = ignored === null ? losses : withoutIgnored(losses, ignored);
  const products = weights === null ? known : tf.mul(known, tf.tensor1d(weights));
  if (reduction === "none") return tf.reshape(products, shape);
  if (reduction === "sum") return tf.sum(products);
  if (total === losses.size) return tf.mean(products);
  // The mean of nothing is not a number, yet its gradient is 0.
  const isNothing = ignored?.every(Boolean) ?? false;
  return isNothing ? tf.add(tf.mul(tf.sum(products), 0), Number.NaN) : tf.div(tf.sum(products), total);
}

/** Ignored losses may be infinite: they are replaced, not multiplied by 0. */
export function withoutIgnored(losses: tf.Tensor, ignored: Uint8Array): tf.Tensor {
  return tf.where(tf.tensor1d(ignored, "bool"), tf.zerosLike(losses), losses);
}

/** @throws unless there is one weight for each class. */
export function checkClassWeights(loss: string, classes: number, weight: tf.Tensor | null): void {
  if (weight === null || (weight.rank === 1 && weight.size === classes)) return;
  throw new Error(
    `${loss} got a weight tensor of shape [${weight.shape.join(", ")}]. It must have one weight for each of all ${classes} classes: shape [${classes}].`,
  );
}

function checkTargets(loss: string, input: tf.Tensor, target: tf.Tensor): void {
  const wanted = input.shape.slice(0, -1);
  if (input.rank === 0 || !tf.util.arraysEqual(target.shape, wanted)) {
    throw new Error(
      `${loss} got an input of shape [${input.shape.join(", ")}], whose last dimension are the classes, and a target of shape ` +
        `[${target.shape.join(", ")}] (dimensions: ${target.rank}). It wants class numbers of shape [${wanted.join(", ")}]` +
        (loss === "nllLoss" ? "." : `, or probabilities of shape [${input.shape.join(", ")}].`),
    );
  }
  if (target.dtype !== "int32") {
    throw new TypeError(
      `${loss} wants class numbers as int32, and its target of shape [${target.shape.join(", ")}] is ${target.dtype}. ` +
        "Make them so, for example by `target.toInt()`.",
    );
  }
}
