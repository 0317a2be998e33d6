import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of the positive predictions that are right (torchmetrics/functional/classification/precision_recall.py). */
export class BinaryPrecision<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fp }: Counts): number {
    return safeDivide(tp, tp + fp, this.options.zeroDivision);
  }
}

/** As BinaryPrecision, of classes. */
export class MulticlassPrecision<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fp }: Counts): number {
    return safeDivide(tp, tp + fp, this.options.zeroDivision);
  }
}

/** As BinaryPrecision, of labels. */
export class MultilabelPrecision<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fp }: Counts): number {
    return safeDivide(tp, tp + fp, this.options.zeroDivision);
  }
}

/** torchmetrics.Precision: `new Precision({ task, … })` makes one of the classes above. */
export const Precision = taskMetric<never, ClassificationMetric>("Precision", {
  classes: { binary: BinaryPrecision, multiclass: MulticlassPrecision, multilabel: MultilabelPrecision },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type Precision = ClassificationMetric;
