import { sum } from "../arithmetic.js";
import type { MetricOptions } from "../metricOptions.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import { type CountArray, type Counts, countsAt, summedCounts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { Average } from "./classOptions.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { BinaryScore, ClassScore } from "./statScoresMetric.js";
import { type Task, taskMetric } from "./taskMetric.js";

/** `[tp, fp, tn, fn, support]`; one such for each sample or class when they are kept apart. */
export type StatScoresValue = number[] | number[][] | number[][][];

/** True positives, false positives, true negatives, false negatives and support (torchmetrics.classification.BinaryStatScores). */
export class BinaryStatScores extends BinaryStatScoresMetric<BinaryStatOptions, StatScoresValue> {
  override compute(): StatScoresValue {
    const counts = this.allCounts;
    return this.resultOf(rowsOf(counts, 1).map((row) => listed(countsAt(counts, row))));
  }

  protected override score(): number {
    return Number.NaN;
  }
}

/** As BinaryStatScores, of classes: torchmetrics.classification.MulticlassStatScores. */
export class MulticlassStatScores extends MulticlassStatScoresMetric<MulticlassStatOptions, StatScoresValue> {
  override compute(): StatScoresValue {
    const counts = this.allCounts;
    const rows = rowsOf(counts, this.classes);
    return this.resultOf(rows.map((row) => combined(counts, row, this.classes, this.options.average)));
  }

  protected override score(): number {
    return Number.NaN;
  }
}

/** As BinaryStatScores, of labels: torchmetrics.classification.MultilabelStatScores. */
export class MultilabelStatScores extends MultilabelStatScoresMetric<MultilabelStatOptions, StatScoresValue> {
  override compute(): StatScoresValue {
    const { numLabels, average } = this.options;
    const counts = this.allCounts;
    // torchmetrics weighs the labels of all samples together here.
    const support = sum(Array.from({ length: counts.length / 4 }, (_, i) => positives(countsAt(counts, i))));
    const rows = rowsOf(counts, numLabels);
    return this.resultOf(rows.map((row) => combined(counts, row, numLabels, average, support)));
  }

  protected override score(): number {
    return Number.NaN;
  }
}

export interface StatTaskOptions extends MetricOptions, Omit<MulticlassStatOptions, keyof MetricOptions> {
  readonly task: Task;
  readonly numLabels?: number;
  readonly threshold?: number;
}

/** The score of a task: one number, or one for each class or sample. */
export type TaskScore<O> = O extends { readonly task: "binary" } ? BinaryScore<O> : ClassScore<O>;

/** The constructor of a metric by its task; `average` is "micro" by default. */
export type StatTaskMetric = new <O extends StatTaskOptions>(options: O) => ClassificationMetric<TaskScore<O>>;

/** torchmetrics.StatScores: by task. */
export const StatScores = taskMetric<StatTaskOptions, ClassificationMetric<StatScoresValue>>("StatScores", {
  classes: { binary: BinaryStatScores, multiclass: MulticlassStatScores, multilabel: MultilabelStatScores },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
});
export type StatScores = ClassificationMetric<StatScoresValue>;

function rowsOf(counts: CountArray, classes: number): number[] {
  return Array.from({ length: counts.length / (4 * classes) }, (_, row) => row * classes);
}

/** The counts of a row's classes, averaged as `_multiclass_stat_scores_compute` does. */
function combined(
  counts: CountArray,
  row: number,
  classes: number,
  average: Average,
  support?: number,
): number[] | number[][] {
  if (average === "micro") return listed(summedCounts(counts, row, classes));
  const each = Array.from({ length: classes }, (_, c) => countsAt(counts, row + c));
  const lists = each.map(listed);
  if (average === "none" || average === null) return lists;
  const weights = each.map((one) => (average === "weighted" ? positives(one) : 1));
  const total = average === "weighted" ? (support ?? sum(weights)) : classes;
  return [0, 1, 2, 3, 4].map((i) =>
    sum(lists.map((list, c) => (list[i] as number) * ((weights[c] as number) / total))),
  );
}

function listed({ tp, fp, tn, fn }: Counts): number[] {
  return [tp, fp, tn, fn, tp + fn];
}

function positives({ tp, fn }: Counts): number {
  return tp + fn;
}
