import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of wrong answers (torchmetrics/functional/classification/hamming.py). */
export class BinaryHammingDistance<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = false;

  protected override score({ tp, fp, tn, fn }: Counts): number {
    return 1 - safeDivide(tp + tn, tp + tn + fp + fn);
  }
}

/** As BinaryHammingDistance, of classes. */
export class MulticlassHammingDistance<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = false;

  protected override get averagingTopK(): number {
    return 1;
  }

  protected override score({ tp, fn }: Counts): number {
    return 1 - safeDivide(tp, tp + fn);
  }
}

/** As BinaryHammingDistance, of labels. */
export class MultilabelHammingDistance<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = false;

  protected override score({ tp, fp, tn, fn }: Counts): number {
    return 1 - safeDivide(tp + tn, tp + tn + fp + fn);
  }
}

/** torchmetrics.HammingDistance: `new HammingDistance({ task, … })` makes one of the classes above. */
export const HammingDistance = taskMetric<never, ClassificationMetric>("HammingDistance", {
  classes: {
    binary: BinaryHammingDistance,
    multiclass: MulticlassHammingDistance,
    multilabel: MultilabelHammingDistance,
  },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type HammingDistance = ClassificationMetric;
