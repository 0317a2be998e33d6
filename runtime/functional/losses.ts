import { tf } from "../backend/tf.js";
import { logSoftmax } from "./activations.js";

/** How the losses of the elements become one: their mean (default), their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  readonly reduction?: Reduction;
}

/** (input - target)². */
export function mseLoss(input: tf.Tensor, target: tf.Tensor, { reduction = "mean" }: LossOptions = {}): tf.Tensor {
  sameShape("mseLoss", input, target);
  return reduce(tf.squaredDifference(input, target), reduction);
}

/**
 * Cross entropy of `softmax(logits)` and the true classes.
 *
 * @param logits `[batch, classes]`, not normalized.
 * @param target int32 `[batch]` class numbers, or float32 `[batch, classes]` probabilities.
 */
export function crossEntropy(
  logits: tf.Tensor,
  target: tf.Tensor,
  { reduction = "mean" }: LossOptions = {},
): tf.Tensor {
  const classes = logits.shape.at(-1) as number;
  if (
    logits.rank !== 2 ||
    (target.rank === 1 ? target.shape[0] !== logits.shape[0] : String(target.shape) !== String(logits.shape))
  ) {
    throw new Error(
      `crossEntropy got logits of shape [${logits.shape}] and a target of shape [${target.shape}]. ` +
        "It wants logits [batch, classes] and a target of class numbers [batch], or of probabilities [batch, classes].",
    );
  }
  const probabilities = target.rank === 1 ? tf.oneHot(target.toInt() as tf.Tensor1D, classes) : target;
  return reduce(tf.neg(tf.sum(tf.mul(probabilities, logSoftmax(logits)), -1)), reduction);
}

export function reduce(losses: tf.Tensor, reduction: Reduction): tf.Tensor {
  switch (reduction) {
    case "mean":
      return tf.mean(losses);
    case "sum":
      return tf.sum(losses);
    case "none":
      return losses;
  }
}

function sameShape(loss: string, input: tf.Tensor, target: tf.Tensor): void {
  if (String(input.shape) === String(target.shape)) return;
  throw new Error(
    `${loss} got an input of shape [${input.shape}] and a target of shape [${target.shape}]; they must be the same.`,
  );
}
