import type { tf } from "../../backend/tf.js";
import { requireBetween, requireOneOf, requireWhole } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import type { Counts } from "./classCounts.js";
import { AVERAGES, type Average } from "./classOptions.js";
import { checkBinaryBatch, checkLabels } from "./inputChecks.js";
import { labelCounts } from "./labelCounts.js";
import { averagedScores } from "./scoreAverage.js";
import {
  type ClassScore,
  checkStatOptions,
  countedBatchOf,
  requireRank,
  STAT_DEFAULTS,
  type StatOptions,
  StatScoresMetric,
} from "./statScoresMetric.js";

export interface MultilabelStatOptions extends StatOptions {
  readonly numLabels: number;
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
  /** Default "macro". */
  readonly average?: Average;
}

/** A score of right and wrong answers to several yes-or-no questions about each sample. */
export abstract class MultilabelStatScoresMetric<
  O extends MultilabelStatOptions,
  V = ClassScore<O>,
> extends StatScoresMetric<V> {
  protected readonly options: Required<Omit<MultilabelStatOptions, keyof MetricOptions>>;

  constructor(given: O, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...MULTILABEL_DEFAULTS, ...defaults });
    super(given, options.numLabels ?? 1, options.multidimAverage);
    this.options = options;
    if (options.validateArgs) this.check();
    const { numLabels, threshold, multidimAverage, ignoreIndex } = options;
    this.updateGroup = JSON.stringify(["multilabel", numLabels, threshold, multidimAverage, ignoreIndex]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numLabels, threshold, ignoreIndex, validateArgs } = this.options;
    const [p, t] = countedBatchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      checkLabels(this, p, numLabels);
      if (this.isSamplewise) requireRank(this, p, 3);
    }
    this.take(labelCounts(p, t, numLabels, threshold, ignoreIndex, this.isSamplewise));
  }

  override compute(): V {
    const { average, numLabels } = this.options;
    const averaging = { average, classes: numLabels, multilabel: this.keepsAbsentLabels, topK: 1 };
    return this.resultOf(averagedScores(this.allCounts, averaging, (counts) => this.score(counts)));
  }

  /** The score of some counts. */
  protected abstract score(counts: Counts): number;

  /** Labels that never occurred have a part in macro averages. */
  protected get keepsAbsentLabels(): boolean {
    return true;
  }

  protected check(): void {
    requireWhole(this, "numLabels", this.options.numLabels, 2);
    requireBetween(this, "threshold", this.options.threshold, 0, 1);
    requireOneOf(this, "average", this.options.average, AVERAGES);
    checkStatOptions(this, this.options);
  }
}

const MULTILABEL_DEFAULTS = {
  numLabels: undefined as unknown as number,
  threshold: 0.5,
  average: "macro" as Average,
  ...STAT_DEFAULTS,
};
