import { argmax } from "../arithmetic.js";
import { product, type Values } from "../values.js";
import { type CountArray, FN, FP, note, TN, TP } from "./classCounts.js";
import { topClasses } from "./topClasses.js";

export interface MulticlassSettings {
  readonly numClasses: number;
  readonly topK: number;
  readonly ignoreIndex: number | null;
}

/** The predicted class of each place `[samples, …]`: the best of the scores, or the number that was given. */
export function predictedClasses(preds: Values, target: Values): ArrayLike<number> {
  if (preds.shape.length === target.shape.length) return preds.data;
  const [samples = 0, classes = 1] = preds.shape;
  const places = product(preds.shape.slice(2));
  const predicted = new Int32Array(samples * places);
  for (let n = 0; n < samples; n++) {
    for (let x = 0; x < places; x++) {
      predicted[n * places + x] = argmax(preds.data, n * classes * places + x, classes, places);
    }
  }
  return predicted;
}

/** Right and wrong answers over all classes together: `[tp, fp, tn, fn]`. */
export function microCounts(
  preds: Values,
  target: Values,
  { numClasses, ignoreIndex }: MulticlassSettings,
): CountArray {
  const predicted = predictedClasses(preds, target);
  let [right, wrong] = [0, 0];
  for (let i = 0; i < target.data.length; i++) {
    if (target.data[i] === ignoreIndex) continue;
    if (predicted[i] === target.data[i]) right++;
    else wrong++;
  }
  const counts = new Float64Array(4);
  counts[TP] = right;
  counts[FP] = wrong;
  counts[FN] = wrong;
  counts[TN] = numClasses * (right + wrong) - (2 * wrong + right);
  return counts;
}

/** Counts for each class, from the confusion matrix. */
export function classwiseCounts(matrix: Float64Array, numClasses: number): CountArray {
  const counts = new Float64Array(numClasses * 4);
  let total = 0;
  for (let t = 0; t < numClasses; t++) {
    for (let p = 0; p < numClasses; p++) {
      const cell = matrix[t * numClasses + p] as number;
      total += cell;
      add(counts, t * 4 + (t === p ? TP : FN), cell);
      if (t !== p) add(counts, p * 4 + FP, cell);
    }
  }
  for (let c = 0; c < numClasses; c++) {
    const at = c * 4;
    counts[at + TN] = total - (counts[at + TP] as number) - (counts[at + FP] as number) - (counts[at + FN] as number);
  }
  return counts;
}

/**
 * Counts class by class where a prediction is one class of each sample: the target when it is among the `topK` best, else the best one
 * (torchmetrics/functional/classification/stat_scores.py, `_refine_preds_oh`).
 *
 * @returns one row of classes, or one for each sample.
 */
export function oneHotCounts(
  preds: Values,
  target: Values,
  settings: MulticlassSettings,
  samplewise: boolean,
): CountArray {
  const { numClasses, ignoreIndex, topK } = settings;
  const predicted = topK === 1 ? predictedClasses(preds, target) : topClasses(preds, target, topK);
  const samples = target.shape[0] ?? 1;
  const places = product(target.shape) / Math.max(1, samples);
  const counts = new Float64Array((samplewise ? samples : 1) * numClasses * 4);
  for (let n = 0; n < samples; n++) {
    const row = samplewise ? n * numClasses : 0;
    for (let x = 0; x < places; x++) {
      const wanted = target.data[n * places + x] as number;
      if (wanted === ignoreIndex) continue;
      const guess = Math.trunc(predicted[n * places + x] as number);
      requireClass("target", wanted, numClasses);
      requireClass("preds", guess, numClasses);
      for (let c = 0; c < numClasses; c++) note(counts, row + c, c === wanted, c === guess);
    }
  }
  return counts;
}

function requireClass(name: string, value: number, numClasses: number): void {
  if (value >= 0 && value < numClasses) return;
  throw new RangeError(
    `\`${name}\` must hold classes from 0 to ${numClasses - 1}; it holds ${value}. Check \`numClasses\` and \`ignoreIndex\`.`,
  );
}

function add(counts: CountArray, at: number, value: number): void {
  counts[at] = (counts[at] as number) + value;
}
