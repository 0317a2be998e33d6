import { tf } from "../backend/tf.js";
import { logsigmoid } from "./activations.js";
import { checkClassWeights } from "./classTargets.js";
import { type LossOptions, reduce } from "./reduction.js";
import { checkSameShape, checkSizes } from "./shapes.js";
import { labelMask, pickClass } from "./sparseCrossEntropy.js";

export interface MultiMarginOptions extends LossOptions {
  /** 1 (default) or 2: the power of each term. */
  readonly p?: number;
  /** Default 1. */
  readonly margin?: number;
  /** A factor for each class, `[classes]`, by the true one. */
  readonly weight?: tf.Tensor | null;
}

/**
 * Σ max(0, margin - input[true] + input[i])^p / classes over the classes i that are not the true one.
 *
 * @param input `[batch, classes]`, or `[classes]`.
 * @param target class numbers, int32 `[batch]`, or a scalar.
 */
export function multiMarginLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  { p = 1, margin = 1, weight = null, reduction }: MultiMarginOptions = {},
): tf.Tensor {
  if (p !== 1 && p !== 2) throw new RangeError(`multiMarginLoss got p = ${p}: only 1 and 2 are supported.`);
  const classes = input.shape.at(-1) ?? 1;
  checkClassWeights("multiMarginLoss", classes, weight);
  const rows = tf.reshape(input, [-1, classes]);
  if (input.rank > 2 || target.rank > 1 || target.size !== rows.shape[0]) {
    throw new Error(
      `multiMarginLoss got an input of shape [${input.shape.join(", ")}] and a target of shape [${target.shape.join(", ")}]. ` +
        `It wants [batch, classes] and class numbers [batch], here [${rows.shape[0]}].`,
    );
  }
  const labels = checkedClasses("multiMarginLoss", target, classes);
  const isLabel = labelMask(labels, classes);
  const gaps = tf.relu(tf.add(tf.sub(rows, tf.expandDims(pickClass(rows, labels), -1)), margin));
  const terms = tf.where(isLabel, tf.zerosLike(gaps), p === 2 ? tf.square(gaps) : gaps);
  const losses = tf.div(tf.sum(terms, -1), classes);
  const weighted = weight === null ? losses : tf.mul(losses, tf.gather(weight, labels));
  return reduce(tf.reshape(weighted, input.rank < 2 ? [] : [-1]), reduction);
}

/**
 * Σ max(0, 1 - (input[j] - input[i])) / classes over the true classes j and the other classes i.
 *
 * @param input `[batch, classes]`, or `[classes]`.
 * @param target int32, of the same shape: the numbers of the true classes, ended by -1.
 */
export function multilabelMarginLoss(input: tf.Tensor, target: tf.Tensor, { reduction }: LossOptions = {}): tf.Tensor {
  checkSameShape("multilabelMarginLoss", input, target);
  const classes = input.shape.at(-1) ?? 1;
  const rows = tf.reshape(input, [-1, classes]);
  const counts = tf.tensor(classCounts(target, classes), rows.shape);
  const others = tf.cast(tf.equal(counts, 0), "float32");
  const gaps = tf.relu(tf.add(tf.sub(tf.expandDims(rows, 1), tf.expandDims(rows, 2)), 1));
  const pairs = tf.mul(tf.expandDims(counts, 2), tf.expandDims(others, 1));
  const losses = tf.div(tf.sum(tf.mul(gaps, pairs), [1, 2]), classes);
  return reduce(tf.reshape(losses, input.rank < 2 ? [] : [-1]), reduction);
}

/** log(1 + exp(-target·input)), for targets of 1 and -1. */
export function softMarginLoss(input: tf.Tensor, target: tf.Tensor, { reduction }: LossOptions = {}): tf.Tensor {
  checkSizes("softMarginLoss", { input, target });
  return reduce(tf.neg(logsigmoid(tf.mul(input, target))), reduction);
}

/**
 * The mean over the classes, the last dimension, of the binary cross entropies of `sigmoid(input)`.
 *
 * @param options.weight a factor for each class.
 */
export function multilabelSoftMarginLoss(
  input: tf.Tensor,
  target: tf.Tensor,
  { weight = null, reduction }: LossOptions & { readonly weight?: tf.Tensor | null } = {},
): tf.Tensor {
  checkSizes("multilabelSoftMarginLoss", { input, target });
  const whenFalse = tf.mul(tf.sub(1, target), logsigmoid(tf.neg(input)));
  const losses = tf.neg(tf.add(tf.mul(target, logsigmoid(input)), whenFalse));
  return reduce(tf.mean(weight === null ? losses : tf.mul(losses, weight), -1), reduction);
}

function checkedClasses(loss: string, target: tf.Tensor, classes: number): tf.Tensor1D {
  const wrong = target.dataSync().find((label) => !(label >= 0 && label < classes));
  if (wrong !== undefined) {
    throw new RangeError(
      `${loss}: target ${wrong} is out of range for ${classes} classes, which are numbered 0 to ${classes - 1}.`,
    );
  }
  return tf.reshape(tf.cast(target, "int32"), [-1]);
}

/** How often each class is named in a row before its first -1. */
function classCounts(target: tf.Tensor, classes: number): Float32Array {
  const numbers = target.dataSync();
  const counts = new Float32Array(numbers.length);
  for (let row = 0; row < numbers.length; row += classes) {
    for (let i = row; i < row + classes && numbers[i] !== -1; i++) {
      const label = numbers[i] as number;
      if (!(label >= 0 && label < classes)) {
        throw new RangeError(
          `multilabelMarginLoss: target ${label} is out of range for ${classes} classes, which are numbered 0 to ${classes - 1}; -1 ends a row.`,
        );
      }
      counts[row + label] = (counts[row + label] as number) + 1;
    }
  }
  return counts;
}
