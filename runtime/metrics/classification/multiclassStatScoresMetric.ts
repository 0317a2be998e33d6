import type { tf } from "../../backend/tf.js";
import { requireOneOf, requireWhole, wrong } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import type { Counts } from "./classCounts.js";
import { AVERAGES, type Average } from "./classOptions.js";
import { multiclassMatrix } from "./confusionCounts.js";
import { checkMulticlassBatch } from "./inputChecks.js";
import { classwiseCounts, microCounts, oneHotCounts } from "./multiclassCounts.js";
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

export interface MulticlassStatOptions extends StatOptions {
  /** Needed unless `average` is "micro". */
  readonly numClasses?: number | null;
  /** The target is right when it is among so many best scores; default 1. */
  readonly topK?: number;
  /** Default "macro". */
  readonly average?: Average;
}

/** A score of right and wrong answers to the question which of several classes a sample is. */
export abstract class MulticlassStatScoresMetric<
  O extends MulticlassStatOptions,
  V = ClassScore<O>,
> extends StatScoresMetric<V> {
  protected readonly options: Required<Omit<MulticlassStatOptions, keyof MetricOptions>>;
  readonly numClasses: number | null;

  constructor(given: O = {} as O, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...MULTICLASS_DEFAULTS, ...defaults });
    const isMicro = options.average === "micro" && options.topK === 1;
    super(given, isMicro ? 1 : (options.numClasses ?? 1), options.multidimAverage);
    this.options = options;
    this.numClasses = options.numClasses;
    if (options.validateArgs) this.check();
    const { numClasses, topK, multidimAverage, ignoreIndex } = options;
    this.updateGroup = JSON.stringify(["multiclass", numClasses, topK, isMicro, multidimAverage, ignoreIndex]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { average, ignoreIndex, topK, validateArgs } = this.options;
    const [p, t] = countedBatchOf(this, preds, target);
    if (validateArgs) {
      checkMulticlassBatch(this, p, t, this.numClasses, ignoreIndex);
      if (this.isSamplewise) requireRank(this, p, p.shape.length === t.shape.length ? 2 : 3);
    }
    const settings = { numClasses: this.numClasses ?? 1, topK, ignoreIndex };
    if (this.isSamplewise || topK !== 1) this.take(oneHotCounts(p, t, settings, this.isSamplewise));
    else if (average === "micro") this.take(microCounts(p, t, settings));
    else this.take(classwiseCounts(multiclassMatrix(p, t, settings.numClasses, ignoreIndex), settings.numClasses));
  }

  override compute(): V {
    const averaging = {
      average: this.options.average,
      classes: this.classes,
      multilabel: false,
      topK: this.averagingTopK,
    };
    return this.resultOf(averagedScores(this.allCounts, averaging, (counts) => this.score(counts)));
  }

  /** The score of some counts. */
  protected abstract score(counts: Counts): number;

  /** How many classes the counts are of: over all of them together it is one. */
  protected get classes(): number {
    const { average, topK } = this.options;
    return average === "micro" && topK === 1 && !this.isSamplewise ? 1 : (this.numClasses ?? 1);
  }

  /** Some metrics leave out classes that never occurred as if one answer were allowed. */
  protected get averagingTopK(): number {
    return this.options.topK;
  }

  protected check(): void {
    const { numClasses, average, topK } = this.options;
    if (numClasses === null && average !== "micro") {
      throw wrong(this, "numClasses", numClasses, 'given unless `average` is "micro"');
    }
    if (numClasses !== null) requireWhole(this, "numClasses", numClasses, 2);
    requireWhole(this, "topK", topK, 1);
    if (topK > (numClasses ?? 1)) throw wrong(this, "topK", topK, `at most \`numClasses\`, ${numClasses}`);
    requireOneOf(this, "average", average, AVERAGES);
    checkStatOptions(this, this.options);
  }
}

const MULTICLASS_DEFAULTS = {
  numClasses: null as number | null,
  topK: 1,
  average: "macro" as Average,
  ...STAT_DEFAULTS,
};
