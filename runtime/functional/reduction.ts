import { tf } from "../backend/tf.js";

/** How the losses of the elements become one: their mean (default), their sum, or not at all. */
export type Reduction = "mean" | "sum" | "none";

export interface LossOptions {
  /** Default `"mean"`. */
  readonly reduction?: Reduction;
}

/** @throws for a reduction that is none, when the loss is called, as torch does. */
export function reduce(losses: tf.Tensor, reduction: Reduction = "mean"): tf.Tensor {
  switch (reduction) {
    case "mean":
      return tf.mean(losses);
    case "sum":
      return tf.sum(losses);
    case "none":
      return losses;
    default:
      throw noReduction(reduction);
  }
}

export function noReduction(given: unknown, known = '"mean", "sum" or "none"'): RangeError {
  return new RangeError(`reduction: ${JSON.stringify(given)} is not a valid reduction. Use ${known}.`);
}
