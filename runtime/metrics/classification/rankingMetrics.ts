import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireWhole } from "../argumentChecks.js";
import { mean, sigmoidIfLogits } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { argsort } from "../torchOrder.js";
import { classRows } from "../values.js";
import { ClassificationMetric } from "./classificationMetric.js";
import type { ClassificationOptions } from "./classOptions.js";
import { checkBinaryBatch, checkLabels, requireFloatScores } from "./inputChecks.js";
import { batchOf } from "./statScoresMetric.js";

export interface RankingOptions extends ClassificationOptions, MetricOptions {
  readonly numLabels: number;
}

/** The scores and targets of one sample. */
interface Sample {
  readonly scores: Float32Array;
  readonly wanted: ArrayLike<number>;
}

/** The mean of something over the samples (torchmetrics/functional/classification/ranking.py). */
abstract class RankingMetric extends ClassificationMetric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private measure = this.addState("measure", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  protected readonly options;

  constructor(given: RankingOptions) {
    super(given);
    this.options = completed(this.constructor.name, given, DEFAULTS);
    if (!this.options.validateArgs) return;
    requireWhole(this, "numLabels", this.options.numLabels, 2);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numLabels, ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      checkLabels(this, p, numLabels);
      requireFloatScores(this, p);
    }
    const scores = classRows(sigmoidIfLogits(p.data), p.shape);
    const wanted = Float32Array.from(classRows(t.data, t.shape));
    // What does not count is ranked last, and is no label.
    for (let i = 0; i < wanted.length; i++) {
      if (wanted[i] === ignoreIndex) scores[i] = wanted[i] = -4 * numLabels;
    }
    const samples = Array.from({ length: scores.length / numLabels }, (_, n) => ({
      scores: scores.subarray(n * numLabels, (n + 1) * numLabels),
      wanted: wanted.subarray(n * numLabels, (n + 1) * numLabels),
    }));
    const [measure, total] = this.measured(samples);
    this.measure += measure;
    this.total += total;
  }

  override compute(): number {
    return this.measure / Math.trunc(this.total);
  }

  /** The sum over the samples, and what it is divided by. */
  protected abstract measured(samples: readonly Sample[]): [measure: number, total: number];
}

/** How many of the best-ranked labels are needed to have all the true ones. */
export class MultilabelCoverageError extends RankingMetric {
  protected override measured(samples: readonly Sample[]): [number, number] {
    const offset =
      Math.abs(samples.reduce((least, { scores }) => Math.min(least, ...scores), Number.POSITIVE_INFINITY)) + 10;
    let coverage = 0;
    for (const { scores, wanted } of samples) {
      const least = Math.min(
        ...Array.from(scores, (score, i) => Math.fround(wanted[i] === 0 ? score + offset : score)),
      );
      coverage += scores.filter((score) => score >= least).length;
    }
    return [coverage, samples.length];
  }
}

/** For each true label the share of true ones among those that are ranked as high; 1 is best. */
export class MultilabelRankingAveragePrecision extends RankingMetric {
  override readonly higherIsBetter: boolean | null = true;

  protected override measured(samples: readonly Sample[]): [number, number] {
    let total = 0;
    for (const { scores, wanted } of samples) {
      const relevant = scores.filter((_, i) => wanted[i] === 1);
      const isTrivial = relevant.length === 0 || relevant.length === scores.length;
      total += isTrivial
        ? 1
        : mean(Array.from(relevant, (score) => countAbove(relevant, score) / countAbove(scores, score)));
    }
    return [total, samples.length];
  }
}

/** Share of the pairs of a true and a false label that are ranked the wrong way round. */
export class MultilabelRankingLoss extends RankingMetric {
  protected override measured(samples: readonly Sample[]): [number, number] {
    const labels = this.options.numLabels;
    const mixed = samples.filter(({ wanted }) => {
      const relevant = Array.from(wanted).filter((value) => value === 1).length;
      return relevant > 0 && relevant < labels;
    });
    if (mixed.length === 0) return [0, 1];
    let loss = 0;
    for (const { scores, wanted } of mixed) {
      const order = argsort(scores);
      const places = [...order.keys()].filter((place) => wanted[order[place] as number] === 1);
      const relevant = places.length;
      const above = places.reduce((sum, place) => sum + labels - place, 0) - 0.5 * relevant * (relevant + 1);
      loss += above / (relevant * (labels - relevant));
    }
    return [loss, samples.length];
  }
}

const DEFAULTS = {
  numLabels: undefined as unknown as number,
  ignoreIndex: null as number | null,
  validateArgs: true,
};

/** How many scores are not below one of them: its rank, ties taken together. */
function countAbove(scores: Float32Array, score: number): number {
  return scores.filter((other) => other >= score).length;
}
