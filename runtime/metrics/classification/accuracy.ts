import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of right answers (torchmetrics/functional/classification/accuracy.py). */
export class BinaryAccuracy<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fp, tn, fn }: Counts): number {
    return safeDivide(tp + tn, tp + tn + fp + fn);
  }
}

/** As BinaryAccuracy, of classes. */
export class MulticlassAccuracy<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fn }: Counts): number {
    return safeDivide(tp, tp + fn);
  }
}

/** As BinaryAccuracy, of labels. */
export class MultilabelAccuracy<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fp, tn, fn }: Counts): number {
    return safeDivide(tp + tn, tp + tn + fp + fn);
  }
}

/** torchmetrics.Accuracy: `new Accuracy({ task, … })` makes one of the classes above. */
export const Accuracy = taskMetric<never, ClassificationMetric>("Accuracy", {
  classes: { binary: BinaryAccuracy, multiclass: MulticlassAccuracy, multilabel: MultilabelAccuracy },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type Accuracy = ClassificationMetric;
