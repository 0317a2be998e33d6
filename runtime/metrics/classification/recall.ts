import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of the positive samples that were found (torchmetrics/functional/classification/precision_recall.py). */
export class BinaryRecall<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fn }: Counts): number {
    return safeDivide(tp, tp + fn, this.options.zeroDivision);
  }
}

/** As BinaryRecall, of classes. */
export class MulticlassRecall<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fn }: Counts): number {
    return safeDivide(tp, tp + fn, this.options.zeroDivision);
  }
}

/** As BinaryRecall, of labels. */
export class MultilabelRecall<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override score({ tp, fn }: Counts): number {
    return safeDivide(tp, tp + fn, this.options.zeroDivision);
  }
}

/** torchmetrics.Recall: `new Recall({ task, … })` makes one of the classes above. */
export const Recall = taskMetric<never, ClassificationMetric>("Recall", {
  classes: { binary: BinaryRecall, multiclass: MulticlassRecall, multilabel: MultilabelRecall },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type Recall = ClassificationMetric;
