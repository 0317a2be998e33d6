import { tf } from "../backend/tf.js";
import { logsigmoid } from "./activations.js";
import { differentiable } from "./differentiable.js";
import { type LossOptions, reduce } from "./reduction.js";
import { checkSameShape, checkSizes } from "./shapes.js";

export interface BceLossOptions extends LossOptions {
  /** A factor for each element; it broadcasts against the input. */
  readonly weight?: tf.Tensor | null;
}

/**
 * -(target·log(input) + (1 - target)·log(1 - input)), with logarithms of at least -100.
 *
 * @param input probabilities in [0, 1], of any shape. They are read to be checked; `binaryCrossEntropyWithLogits` needs no check, is quicker
 * and exact where these are near 0 or 1.
 * @param target of the same shape.
 * @throws for probabilities outside [0, 1].
 */
export function binaryCrossEntropy(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, weight }: BceLossOptions = {},
): tf.Tensor {
  checkSameShape("binaryCrossEntropy", input, target);
  const wrong = input.dataSync().find((probability) => !(probability >= 0 && probability <= 1));
  if (wrong !== undefined) {
    throw new RangeError(
      `binaryCrossEntropy got ${wrong} in its input: all its elements are probabilities between 0 and 1. ` +
        "Put a sigmoid before it, or give what comes before the sigmoid to binaryCrossEntropyWithLogits.",
    );
  }
  return reduce(weighted("binaryCrossEntropy", elementLosses(input, target), weight), reduction);
}

/**
 * `binaryCrossEntropy` of `sigmoid(input)`, computed without overflow.
 *
 * @param options.posWeight a factor for the positive part, to weigh recall against precision; it broadcasts against the input.
 */
export function binaryCrossEntropyWithLogits(
  input: tf.Tensor,
  target: tf.Tensor,
  { reduction, weight, posWeight }: BceLossOptions & { readonly posWeight?: tf.Tensor | null } = {},
): tf.Tensor {
  checkSameShape("binaryCrossEntropyWithLogits", input, target);
  const logProbability = logsigmoid(input);
  if (posWeight !== undefined && posWeight !== null) checkSizes("binaryCrossEntropyWithLogits", { input, posWeight });
  const positive =
    posWeight === undefined || posWeight === null
      ? logProbability
      : tf.mul(logProbability, tf.add(tf.mul(tf.sub(posWeight, 1), target), 1));
  const losses = tf.sub(tf.mul(tf.sub(1, target), input), positive);
  return reduce(weighted("binaryCrossEntropyWithLogits", losses, weight), reduction);
}

/** The bound of torch's logarithms: the loss of a probability of 0 stays finite. */
const LOWEST = -100;
/** What torch's gradient divides by at least. */
const SMALLEST = 1e-12;

function weighted(loss: string, losses: tf.Tensor, weight: tf.Tensor | null | undefined): tf.Tensor {
  if (weight === undefined || weight === null) return losses;
  checkSizes(loss, { input: losses, weight });
  return tf.mul(losses, weight);
}

function elementLosses(input: tf.Tensor, target: tf.Tensor): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [input, target],
    forward: (save) => {
      save([input, target]);
      const whenTrue = tf.maximum(tf.log(input), LOWEST);
      const whenFalse = tf.maximum(tf.log1p(tf.neg(input)), LOWEST);
      return tf.sub(tf.mul(tf.sub(target, 1), whenFalse), tf.mul(target, whenTrue));
    },
    gradients: (dy, saved) => {
      const [x, y] = saved as [tf.Tensor, tf.Tensor];
      return [
        () => tf.mul(dy, tf.div(tf.sub(x, y), tf.maximum(tf.mul(tf.sub(1, x), x), SMALLEST))),
        () => tf.mul(dy, tf.sub(tf.log1p(tf.neg(x)), tf.log(x))),
      ];
    },
  });
}
