import { tf } from "../backend/tf.js";
import { type ClassTargets, checkClassWeights, classTargets, reduceWeighted, withoutIgnored } from "./classTargets.js";
import { type LossOptions, type Reduction, reduce } from "./reduction.js";
import { logSoftmax } from "./softmax.js";
import { pickClass, sparseCrossEntropy } from "./sparseCrossEntropy.js";

export interface ClassLossOptions extends LossOptions {
  /** A factor for each class, `[classes]`. The mean then divides by the sum of the targets' weights. */
  readonly weight?: tf.Tensor | null;
  /** Targets of this number are left out of the loss and of its mean; default -100. */
  readonly ignoreIndex?: number;
}

export interface CrossEntropyOptions extends ClassLossOptions {
  /** In [0, 1], default 0: this share of each target is spread over all classes. */
  readonly labelSmoothing?: number;
}

/**
 * Cross entropy of `softmax(input)` and the true classes. **Classes are the last dimension**, as channels are everywhere here; torch has
 * them in dimension 1.
 *
 * @param input logits `[..., classes]`, such as `[batch, classes]` or `[batch, height, width, classes]`; not normalized.
 * @param target class numbers, int32 `[...]`; or float32 `[..., classes]` probabilities, whose mean divides by the number of samples.
 * @throws for shapes that do not fit, for targets that are no class, and for a smoothing above 1.
 */
export function crossEntropy(input: tf.Tensor, target: tf.Tensor, options: CrossEntropyOptions = {}): tf.Tensor {
  const { weight = null, ignoreIndex = -100, reduction, labelSmoothing = 0 } = options;
  if (labelSmoothing > 1) {
    throw new RangeError(`crossEntropy got labelSmoothing = ${labelSmoothing}: it lies between 0.0 and 1.0.`);
  }
  if (input.rank > 0 && tf.util.arraysEqual(input.shape, target.shape)) {
    return probabilityCrossEntropy(input, target, options);
  }
  const classes = input.shape.at(-1) ?? 1;
  const targets = classTargets("crossEntropy", input, target, weight, ignoreIndex);
  const rows = input.rank === 2 ? input : tf.reshape(input, [-1, classes]);
  if (labelSmoothing > 0) {
    const losses = smoothedCrossEntropy(rows, targets, weight, labelSmoothing);
    // They have their weights already.
    return reduceWeighted(losses, { ...targets, weights: null }, target.shape, reduction);
  }
  return reduceWeighted(sparseCrossEntropy(rows, targets.labels), targets, target.shape, reduction);
}

/**
 * -input at the true class, where `input` are log-probabilities such as those of `logSoftmax`. Classes are the last dimension.
 *
 * @param input `[..., classes]`.
 * @param target class numbers, int32 `[...]`.
 */
export function nllLoss(input: tf.Tensor, target: tf.Tensor, options: ClassLossOptions = {}): tf.Tensor {
  const { weight = null, ignoreIndex = -100, reduction } = options;
  const targets = classTargets("nllLoss", input, target, weight, ignoreIndex);
  const rows = input.rank === 2 ? input : tf.reshape(input, [-1, input.shape.at(-1) ?? 1]);
  return reduceWeighted(tf.neg(pickClass(rows, targets.labels)), targets, target.shape, reduction);
}

/** (1 - ε) of the loss at the true class and ε/C of that at all classes, each with its class's weight. */
function smoothedCrossEntropy(
  rows: tf.Tensor,
  { labels, weights, ignored }: ClassTargets,
  weight: tf.Tensor | null,
  smoothing: number,
): tf.Tensor {
  const logProbabilities = logSoftmax(rows, -1);
  const picked = pickClass(logProbabilities, labels);
  const atClass = weights === null ? picked : tf.mul(picked, tf.tensor1d(weights));
  const everywhere = tf.sum(weight === null ? logProbabilities : tf.mul(logProbabilities, weight), -1);
  const known = ignored === null ? everywhere : withoutIgnored(everywhere, ignored);
  const classes = rows.shape.at(-1) ?? 1;
  return tf.neg(tf.add(tf.mul(atClass, 1 - smoothing), tf.mul(known, smoothing / classes)));
}

function probabilityCrossEntropy(
  input: tf.Tensor,
  target: tf.Tensor,
  { weight = null, ignoreIndex = -100, reduction, labelSmoothing = 0 }: CrossEntropyOptions,
): tf.Tensor {
  if (target.dtype !== "float32") {
    throw new TypeError(
      `crossEntropy got a target of the input's shape [${input.shape.join(", ")}], so of class probabilities, and it is ${target.dtype}: ` +
        "these are float32. Class numbers have one dimension less, the classes.",
    );
  }
  if (ignoreIndex >= 0) {
    throw new Error(
      `crossEntropy got ignoreIndex = ${ignoreIndex} and probabilities as its target; only class numbers can be ignored. Leave it out.`,
    );
  }
  const classes = input.shape.at(-1) as number;
  checkClassWeights("crossEntropy", classes, weight);
  const smoothed = labelSmoothing > 0 ? tf.add(tf.mul(target, 1 - labelSmoothing), labelSmoothing / classes) : target;
  const products = tf.mul(logSoftmax(input, -1), smoothed);
  const losses = tf.neg(tf.sum(weight === null ? products : tf.mul(products, weight), -1));
  return reduce(losses, reduction as Reduction | undefined);
}
