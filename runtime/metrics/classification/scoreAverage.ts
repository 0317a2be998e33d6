import { safeDivide, sum } from "../arithmetic.js";
import { type CountArray, type Counts, countsAt, summedCounts } from "./classCounts.js";
import type { Average } from "./classOptions.js";

/** How the scores of classes become one. */
export interface Averaging {
  readonly average: Average;
  readonly classes: number;
  /** Macro averages leave out classes that never occurred, unless they are labels. */
  readonly multilabel: boolean;
  /** With several allowed answers a class that was only predicted does not count as having occurred. */
  readonly topK: number;
}

/**
 * A score of each sample's counts, averaged over the classes (torchmetrics/utilities/compute.py, `_adjust_weights_safe_divide`).
 *
 * @returns an entry for each row of counts: one number, or one for each class.
 */
export function averagedScores(
  counts: CountArray,
  averaging: Averaging,
  score: (counts: Counts) => number,
): (number | number[])[] {
  const { classes } = averaging;
  const rows = counts.length / (classes * 4);
  return Array.from({ length: rows }, (_, row) => {
    const at = row * classes;
    if (averaging.average === "micro") return score(summedCounts(counts, at, classes));
    const each = Array.from({ length: classes }, (_, c) => countsAt(counts, at + c));
    const scores = each.map(score);
    if (averaging.average === "none" || averaging.average === null) return scores;
    const weights = each.map((one) => weightOf(one, averaging));
    const total = sum(weights);
    return sum(scores.map((value, c) => safeDivide((weights[c] as number) * value, total)));
  });
}

function weightOf({ tp, fp, fn }: Counts, { average, multilabel, topK }: Averaging): number {
  if (average === "weighted") return tp + fn;
  const occurred = topK === 1 ? tp + fp + fn : tp + fn;
  return multilabel || occurred !== 0 ? 1 : 0;
}
