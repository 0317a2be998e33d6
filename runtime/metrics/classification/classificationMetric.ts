import type { tf } from "../../backend/tf.js";
import { Metric } from "../metric.js";

/** A metric of predictions and targets. */
export abstract class ClassificationMetric<V = number> extends Metric<V> {
  /**
   * @param preds probabilities or logits, or the classes themselves: binary `[samples, …]`, multiclass `[samples, classes, …]` (or class
   *   numbers `[samples, …]`), multilabel `[samples, labels, …]`.
   * @param target the true classes: binary and multilabel 0 and 1 in the shape of `preds`, multiclass numbers `[samples, …]`.
   */
  abstract override update(preds: tf.Tensor, target: tf.Tensor): void;
}
