import { tf } from "../../backend/tf.js";
import { type Named, wrong } from "../argumentChecks.js";
import { unitLinspace } from "../arithmetic.js";
import { BinnedCurve } from "./curve.js";

/** Null: every score that occurs. A number: so many, evenly from 0 to 1. */
export type Thresholds = number | readonly number[] | Float32Array | tf.Tensor | null;

/** @throws when they are too few, or not from 0 to 1. */
export function checkThresholds(metric: Named, thresholds: Thresholds): void {
  if (thresholds === null || (thresholds instanceof tf.Tensor && thresholds.rank === 1)) return;
  if (typeof thresholds === "number") {
    if (!Number.isInteger(thresholds) || thresholds < 2) {
      throw wrong(
        metric,
        "thresholds",
        thresholds,
        "a whole number of at least 2, a list of numbers from 0 to 1, or null",
      );
    }
    return;
  }
  if (thresholds instanceof Float32Array) return;
  if (!Array.isArray(thresholds) || !thresholds.every((one) => typeof one === "number" && one >= 0 && one <= 1)) {
    throw wrong(metric, "thresholds", thresholds, "null, a whole number, or a list of numbers from 0 to 1");
  }
}

/** Which thresholds there are, and how many scores lie between them: a histogram for each class and answer. */
export class ThresholdBins {
  readonly thresholds: Float32Array;
  readonly #rising: Float32Array;
  readonly #isEven: boolean;

  constructor(thresholds: NonNullable<Thresholds>) {
    this.thresholds =
      typeof thresholds === "number"
        ? unitLinspace(thresholds)
        : Float32Array.from(thresholds instanceof tf.Tensor ? thresholds.dataSync() : thresholds);
    this.#isEven = typeof thresholds === "number";
    this.#rising = this.thresholds.slice().sort();
  }

  /** Numbers in the histogram of so many classes: `[class][answer][bin]`. */
  sizeFor(classes: number): number {
    return classes * 2 * (this.thresholds.length + 1);
  }

  note(histogram: Float64Array, place: number, isPositive: boolean, score: number): void {
    const at = (place * 2 + Number(isPositive)) * (this.thresholds.length + 1) + this.#binOf(score);
    histogram[at] = (histogram[at] as number) + 1;
  }

  /** The curve of one class, or of `count` classes together. */
  curve(histogram: Float64Array, place: number, count = 1): BinnedCurve {
    const bins = this.thresholds.length + 1;
    const above = [new Float64Array(bins), new Float64Array(bins)] as const;
    for (let c = place; c < place + count; c++) {
      for (const answer of [0, 1] as const) {
        let total = 0;
        for (let bin = bins - 1; bin >= 0; bin--) {
          total += histogram[(c * 2 + answer) * bins + bin] as number;
          above[answer][bin] = (above[answer][bin] as number) + total;
        }
      }
    }
    const at = (counts: Float64Array) => Float64Array.from(this.thresholds, (one) => counts[this.#rank(one)] as number);
    return new BinnedCurve(at(above[1]), at(above[0]), above[1][0] as number, above[0][0] as number, this.thresholds);
  }

  /** How many thresholds a score reaches. */
  #binOf(score: number): number {
    if (this.#isEven) return this.#evenBinOf(score);
    let [low, high] = [0, this.#rising.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (score >= (this.#rising[middle] as number)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** As above, for thresholds at even distances: the place is computed, and put right where rounding makes a difference. */
  #evenBinOf(score: number): number {
    const last = this.#rising.length - 1;
    if (!(score >= 0)) return 0;
    let place = Math.min(last, Math.floor(score * last));
    if (score < (this.#rising[place] as number)) place--;
    else if (place < last && score >= (this.#rising[place + 1] as number)) place++;
    return place + 1;
  }

  /** The first bin whose scores all reach a threshold. */
  #rank(threshold: number): number {
    return this.#rising.indexOf(threshold) + 1;
  }
}
