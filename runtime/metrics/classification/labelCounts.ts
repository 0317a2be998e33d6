import { sigmoidIfLogits } from "../arithmetic.js";
import { product, type Values } from "../values.js";
import { type CountArray, note } from "./classCounts.js";

/**
 * Counts of binary (`labels` 1) and multilabel batches `[samples, labels, …]`
 * (torchmetrics/functional/classification/stat_scores.py, `_multilabel_stat_scores_update`).
 *
 * @returns one row of `labels` counts, or one for each sample.
 */
export function labelCounts(
  preds: Values,
  target: Values,
  labels: number,
  threshold: number,
  ignoreIndex: number | null,
  samplewise: boolean,
): CountArray {
  const predicted = aboveThreshold(preds, threshold);
  const samples = preds.shape[0] ?? 1;
  const places = product(preds.shape) / Math.max(1, samples * labels);
  const counts = new Float64Array((samplewise ? samples : 1) * labels * 4);
  let at = 0;
  for (let n = 0; n < samples; n++) {
    const row = samplewise ? n * labels : 0;
    for (let label = 0; label < labels; label++) {
      for (let x = 0; x < places; x++, at++) {
        const wanted = target.data[at];
        if (wanted === ignoreIndex || (wanted !== 0 && wanted !== 1)) continue;
        note(counts, row + label, wanted === 1, wanted === 1 ? predicted[at] === 1 : predicted[at] !== 0);
      }
    }
  }
  return counts;
}

/** 1 where a score is above the threshold; predictions that are 0 and 1 stay. */
export function aboveThreshold(preds: Values, threshold: number): ArrayLike<number> {
  if (!preds.isFloat) return preds.data;
  const scores = sigmoidIfLogits(preds.data);
  // torch compares float32 with float32.
  const limit = Math.fround(threshold);
  return scores.map((score) => (score > limit ? 1 : 0));
}
