import type { CurvePoints } from "./curve.js";

/** The best value that a curve reaches, and the threshold at which it does. */
export type PointValue = readonly [value: number, threshold: number];

/** One point, or the values and the thresholds of all classes. */
export type ClassPoints = readonly [values: number[], thresholds: number[]];

export function pointsOf(points: readonly PointValue[]): ClassPoints {
  return [points.map(([value]) => value), points.map(([, threshold]) => threshold)];
}

/** The largest recall where precision is enough (torchmetrics/functional/classification/recall_fixed_precision.py). */
export function recallAtPrecision([precision, recall, thresholds]: CurvePoints, least: number): PointValue {
  return best(
    thresholds,
    (i) => [recall[i] as number, precision[i] as number],
    (i) => (precision[i] as number) >= least,
  );
}

/** The largest precision where recall is enough (torchmetrics/functional/classification/precision_fixed_recall.py). */
export function precisionAtRecall([precision, recall, thresholds]: CurvePoints, least: number): PointValue {
  return best(
    thresholds,
    (i) => [precision[i] as number, recall[i] as number],
    (i) => (recall[i] as number) >= least,
  );
}

/** The largest sensitivity where specificity is enough (torchmetrics/functional/classification/sensitivity_specificity.py). */
export function sensitivityAtSpecificity([fpr, tpr, thresholds]: CurvePoints, least: number): PointValue {
  return first(thresholds, tpr, (i) => specificity(fpr[i]) >= Math.fround(least));
}

/** The largest specificity where sensitivity is enough (torchmetrics/functional/classification/specificity_sensitivity.py). */
export function specificityAtSensitivity([fpr, tpr, thresholds]: CurvePoints, least: number): PointValue {
  return first(
    thresholds,
    fpr.map((rate) => specificity(rate)),
    (i) => (tpr[i] as number) >= least,
  );
}

/** In float32, as torchmetrics: 1 - 0.9 is not less than 0.1 there. */
function specificity(fpr: number | undefined): number {
  return Math.fround(1 - Math.fround(fpr as number));
}

/** The point with the largest value, then the largest condition, then the largest threshold; NaN when all values are 0. */
function best(
  thresholds: Float64Array,
  point: (i: number) => readonly [number, number],
  isAllowed: (i: number) => boolean,
): PointValue {
  let found: readonly number[] | null = null;
  for (let i = 0; i < thresholds.length; i++) {
    const candidate = [...point(i), thresholds[i] as number];
    if (isAllowed(i) && (found === null || isAfter(candidate, found))) found = candidate;
  }
  const [value = 0, , threshold = 0] = found ?? [];
  return value === 0 ? [0, Number.NaN] : [value, threshold];
}

/** Python's order of tuples. */
function isAfter(a: readonly number[], b: readonly number[]): boolean {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place >= 0 && (a[place] as number) > (b[place] as number);
}

/** The first point with the largest value; 0 and a threshold of a million when none is allowed. */
function first(thresholds: Float64Array, values: Float64Array, isAllowed: (i: number) => boolean): PointValue {
  let found = -1;
  for (let i = 0; i < thresholds.length; i++) {
    if (isAllowed(i) && (found < 0 || (values[i] as number) > (values[found] as number))) found = i;
  }
  return found < 0 ? [0, 1e6] : [values[found] as number, thresholds[found] as number];
}
