import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of the negative predictions that are right (torchmetrics/functional/classification/negative_predictive_value.py). */
export class BinaryNegativePredictiveValue<
  O extends BinaryStatOptions = BinaryStatOptions,
> extends BinaryStatScoresMetric<O> {
  protected override score({ tn, fn }: Counts): number {
    return safeDivide(tn, tn + fn);
  }
}

/** As BinaryNegativePredictiveValue, of classes. */
export class MulticlassNegativePredictiveValue<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  protected override score({ tn, fn }: Counts): number {
    return safeDivide(tn, tn + fn);
  }
}

/** As BinaryNegativePredictiveValue, of labels. */
export class MultilabelNegativePredictiveValue<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  protected override score({ tn, fn }: Counts): number {
    return safeDivide(tn, tn + fn);
  }
}

/** torchmetrics.NegativePredictiveValue: `new NegativePredictiveValue({ task, … })` makes one of the classes above. */
export const NegativePredictiveValue = taskMetric<never, ClassificationMetric>("NegativePredictiveValue", {
  classes: {
    binary: BinaryNegativePredictiveValue,
    multiclass: MulticlassNegativePredictiveValue,
    multilabel: MultilabelNegativePredictiveValue,
  },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type NegativePredictiveValue = ClassificationMetric;
