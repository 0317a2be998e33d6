import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Share of the negative samples that were recognized (torchmetrics/functional/classification/specificity.py). */
export class BinarySpecificity<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryStatScoresMetric<O> {
  protected override score({ fp, tn }: Counts): number {
    return safeDivide(tn, tn + fp);
  }
}

/** As BinarySpecificity, of classes. */
export class MulticlassSpecificity<
  O extends MulticlassStatOptions = MulticlassStatOptions,
> extends MulticlassStatScoresMetric<O> {
  protected override get averagingTopK(): number {
    return 1;
  }

  protected override score({ fp, tn }: Counts): number {
    return safeDivide(tn, tn + fp);
  }
}

/** As BinarySpecificity, of labels. */
export class MultilabelSpecificity<
  O extends MultilabelStatOptions = MultilabelStatOptions,
> extends MultilabelStatScoresMetric<O> {
  protected override score({ fp, tn }: Counts): number {
    return safeDivide(tn, tn + fp);
  }
}

/** torchmetrics.Specificity: `new Specificity({ task, … })` makes one of the classes above. */
export const Specificity = taskMetric<never, ClassificationMetric>("Specificity", {
  classes: { binary: BinarySpecificity, multiclass: MulticlassSpecificity, multilabel: MultilabelSpecificity },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type Specificity = ClassificationMetric;
