import type { tf } from "../../backend/tf.js";
import { requireBetween } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import type { Counts } from "./classCounts.js";
import { checkBinaryBatch } from "./inputChecks.js";
import { labelCounts } from "./labelCounts.js";
import { averagedScores } from "./scoreAverage.js";
import {
  type BinaryScore,
  checkStatOptions,
  countedBatchOf,
  requireRank,
  STAT_DEFAULTS,
  type StatOptions,
  StatScoresMetric,
} from "./statScoresMetric.js";

export interface BinaryStatOptions extends StatOptions {
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
}

/** A score of right and wrong answers to one yes-or-no question. */
export abstract class BinaryStatScoresMetric<
  O extends BinaryStatOptions,
  V = BinaryScore<O>,
> extends StatScoresMetric<V> {
  protected readonly options: Required<Omit<BinaryStatOptions, keyof MetricOptions>>;

  constructor(given: O = {} as O, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...BINARY_DEFAULTS, ...defaults });
    super(given, 1, options.multidimAverage);
    this.options = options;
    if (options.validateArgs) this.check();
    this.updateGroup = JSON.stringify(["binary", options.threshold, options.multidimAverage, options.ignoreIndex]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { threshold, ignoreIndex, validateArgs } = this.options;
    const [p, t] = countedBatchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      if (this.isSamplewise) requireRank(this, p, 2);
    }
    this.take(labelCounts(p, t, 1, threshold, ignoreIndex, this.isSamplewise));
  }

  override compute(): V {
    const averaging = { average: "micro", classes: 1, multilabel: false, topK: 1 } as const;
    return this.resultOf(averagedScores(this.allCounts, averaging, (counts) => this.score(counts)));
  }

  /** The score of some counts. */
  protected abstract score(counts: Counts): number;

  protected check(): void {
    requireBetween(this, "threshold", this.options.threshold, 0, 1);
    checkStatOptions(this, this.options);
  }
}

const BINARY_DEFAULTS = { threshold: 0.5, ...STAT_DEFAULTS };
