import { safeDivide } from "../arithmetic.js";

/** Points of a curve and the thresholds that they belong to. */
export type CurvePoints = readonly [x: Float64Array, y: Float64Array, thresholds: Float64Array];

/** How one yes-or-no question was answered, at every threshold. */
export interface Curve {
  /** False positive rate and true positive rate, thresholds falling (torchmetrics/functional/classification/roc.py). */
  roc(): CurvePoints;
  /** Precision and recall, thresholds rising, and the point (1, 0) without one (precision_recall_curve.py). */
  precisionRecall(): CurvePoints;
}

/** Scores of the positive and the negative samples, each rising: two plain sorts of numbers are much quicker than one of pairs. */
function sortedByAnswer(scores: Float32Array, isPositive: (i: number) => boolean): [Float32Array, Float32Array] {
  const [positives, negatives] = [new Float32Array(scores.length), new Float32Array(scores.length)];
  let [positive, negative] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (isPositive(i)) positives[positive++] = score;
    else negatives[negative++] = score;
  }
  return [positives.subarray(0, positive).sort(), negatives.subarray(0, negative).sort()];
}

/** The curve at each score that occurs. */
export class ExactCurve implements Curve {
  /** Counts of the samples at or above each threshold, thresholds falling. */
  readonly #tps: Float64Array;
  readonly #fps: Float64Array;
  readonly #thresholds: Float64Array;

  /**
   * @param isEmpty what torchmetrics takes as having no positive samples: recall is 1 then.
   * @throws when there are no scores.
   */
  constructor(
    scores: Float32Array,
    isPositive: (i: number) => boolean,
    private readonly isEmpty: boolean,
  ) {
    if (scores.length === 0) throw new RangeError("A curve needs samples; there are none that count.");
    const [positives, negatives] = sortedByAnswer(scores, isPositive);
    const tps = new Float64Array(scores.length);
    const fps = new Float64Array(scores.length);
    const thresholds = new Float64Array(scores.length);
    let [positive, negative, count] = [positives.length - 1, negatives.length - 1, 0];
    while (positive >= 0 || negative >= 0) {
      const threshold = higher(positives[positive], negatives[negative]);
      positive = lastBelow(positives, positive, threshold);
      negative = lastBelow(negatives, negative, threshold);
      tps[count] = positives.length - 1 - positive;
      fps[count] = negatives.length - 1 - negative;
      thresholds[count++] = threshold;
    }
    this.#tps = tps.slice(0, count);
    this.#fps = fps.slice(0, count);
    this.#thresholds = thresholds.slice(0, count);
  }

  roc(): CurvePoints {
    const [positives, negatives] = [this.#tps.at(-1) as number, this.#fps.at(-1) as number];
    if (negatives === 0) {
      console.warn(
        "No negative samples in targets, false positive value should be meaningless. Returning zero tensor in false positive score",
      );
    }
    if (positives === 0) {
      console.warn(
        "No positive samples in targets, true positive value should be meaningless. Returning zero tensor in true positive score",
      );
    }
    return [
      withFirst(0, shares(this.#fps, negatives)),
      withFirst(0, shares(this.#tps, positives)),
      withFirst(1, this.#thresholds),
    ];
  }

  precisionRecall(): CurvePoints {
    const positives = this.#tps.at(-1) as number;
    if (this.isEmpty) {
      console.warn(
        "No positive samples found in target, recall is undefined. Setting recall to one for all thresholds.",
      );
    }
    const precision = this.#tps.map((tp, i) => tp / (tp + (this.#fps[i] as number)));
    const recall = this.#tps.map((tp) => (this.isEmpty ? 1 : tp / positives));
    return [withLast(precision.reverse(), 1), withLast(recall.reverse(), 0), this.#thresholds.slice().reverse()];
  }
}

/** The curve at thresholds that were chosen before. */
export class BinnedCurve implements Curve {
  readonly #thresholds: Float64Array;

  /** @param tps counts at or above each threshold; @param positives and @param negatives of all. */
  constructor(
    private readonly tps: Float64Array,
    private readonly fps: Float64Array,
    readonly positives: number,
    private readonly negatives: number,
    thresholds: Float32Array,
  ) {
    this.#thresholds = Float64Array.from(thresholds);
  }

  roc(): CurvePoints {
    return [
      shares(this.fps, this.negatives).reverse(),
      shares(this.tps, this.positives).reverse(),
      this.#thresholds.slice().reverse(),
    ];
  }

  precisionRecall(): CurvePoints {
    const precision = this.tps.map((tp, i) => tp / (tp + (this.fps[i] as number)));
    const recall = this.tps.map((tp) => tp / this.positives);
    return [withLast(precision, 1), withLast(recall, 0), this.#thresholds];
  }
}

/** The higher of two scores, of which one may be missing; NaN is above all, as in torch. */
function higher(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return (a ?? b) as number;
  return a >= b || Number.isNaN(a) ? a : b;
}

/** The last place before those of the highest score, or -1. */
function lastBelow(rising: Float32Array, from: number, highest: number): number {
  let place = from;
  const sameNaN = Number.isNaN(highest);
  while (place >= 0 && (rising[place] === highest || (sameNaN && Number.isNaN(rising[place])))) place--;
  return place;
}

function shares(counts: Float64Array, total: number): Float64Array {
  return counts.map((count) => safeDivide(count, total));
}

function withFirst(first: number, values: Float64Array): Float64Array {
  const all = new Float64Array(values.length + 1);
  all[0] = first;
  all.set(values, 1);
  return all;
}

function withLast(values: Float64Array, last: number): Float64Array {
  const all = new Float64Array(values.length + 1);
  all.set(values);
  all[values.length] = last;
  return all;
}
