import type { tf } from "../../backend/tf.js";
import { requireBetween, requireIgnoreIndex, requireOneOf, requireWhole } from "../argumentChecks.js";
import { safeDivide } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { classRows, product, type Values } from "../values.js";
import { ClassificationMetric } from "./classificationMetric.js";
import { type ClassificationOptions, MULTIDIM_AVERAGES, type MultidimAverage } from "./classOptions.js";
import { checkBinaryBatch, checkLabels, checkMulticlassBatch } from "./inputChecks.js";
import { aboveThreshold } from "./labelCounts.js";
import { predictedClasses } from "./multiclassCounts.js";
import { type BinaryScore, countedBatchOf, noSamples, requireRank } from "./statScoresMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Options extends ClassificationOptions, MetricOptions {
  /** Default "global". */
  readonly multidimAverage?: MultidimAverage;
}

export interface MulticlassExactMatchOptions extends Options {
  readonly numClasses: number;
}

export interface MultilabelExactMatchOptions extends Options {
  readonly numLabels: number;
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
}

abstract class ExactMatchMetric<V> extends ClassificationMetric<V> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = false;
  protected correct: number | Float64Array[];
  protected total: number;

  constructor(
    options: MetricOptions,
    protected readonly isSamplewise: boolean,
  ) {
    super(options);
    this.correct = isSamplewise
      ? this.addState<Float64Array>("correct", [], { distReduceFx: "cat" })
      : this.addState("correct", 0, { distReduceFx: "sum" });
    this.total = this.addState("total", 0, { distReduceFx: isSamplewise ? "mean" : "sum" });
  }

  override compute(): V {
    const { correct, total } = this;
    if (!Array.isArray(correct)) return safeDivide(correct, total) as V;
    if (correct.length === 0) throw new RangeError(noSamples(this.constructor.name));
    return correct.flatMap((chunk) => Array.from(chunk, (right) => safeDivide(right, total))) as V;
  }

  /** @param matches how many rows of a sample are right, or of all of them; @param total out of how many. */
  protected take(matches: Float64Array, total: number): void {
    if (Array.isArray(this.correct)) {
      this.correct.push(matches);
      this.total = total;
    } else {
      this.correct += matches[0] as number;
      this.total += total;
    }
  }
}

/** Share of the samples of which every place is right (torchmetrics/functional/classification/exact_match.py). */
export class MulticlassExactMatch<
  O extends MulticlassExactMatchOptions = MulticlassExactMatchOptions,
> extends ExactMatchMetric<BinaryScore<O>> {
  private readonly options;

  constructor(given: O) {
    const options = completed(new.target.name, given, { ...DEFAULTS, numClasses: undefined as unknown as number });
    super(given, options.multidimAverage === "samplewise");
    this.options = options;
    if (!options.validateArgs) return;
    requireWhole(this, "numClasses", options.numClasses, 2);
    checkShared(this, options);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numClasses, ignoreIndex, validateArgs } = this.options;
    const [p, t] = countedBatchOf(this, preds, target);
    if (validateArgs) {
      checkMulticlassBatch(this, p, t, numClasses, ignoreIndex);
      if (this.isSamplewise) requireRank(this, p, p.shape.length === t.shape.length ? 2 : 3);
    }
    const samples = t.shape[0] ?? 1;
    const right = allRight(predictedClasses(p, t), t.data, product(t.shape) / Math.max(1, samples), ignoreIndex);
    this.take(this.isSamplewise ? right : totalled(right), this.isSamplewise ? 1 : samples);
  }
}

/** Share of the places of which every label is right. */
export class MultilabelExactMatch<
  O extends MultilabelExactMatchOptions = MultilabelExactMatchOptions,
> extends ExactMatchMetric<BinaryScore<O>> {
  private readonly options;

  constructor(given: O) {
    const defaults = { ...DEFAULTS, numLabels: undefined as unknown as number, threshold: 0.5 };
    const options = completed(new.target.name, given, defaults);
    super(given, options.multidimAverage === "samplewise");
    this.options = options;
    if (!options.validateArgs) return;
    requireWhole(this, "numLabels", options.numLabels, 2);
    requireBetween(this, "threshold", options.threshold, 0, 1);
    checkShared(this, options);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numLabels, threshold, ignoreIndex, validateArgs } = this.options;
    const [p, t] = countedBatchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      checkLabels(this, p, numLabels);
      if (this.isSamplewise) requireRank(this, p, 3);
    }
    const predicted = classRows(Float32Array.from(aboveThreshold(p, threshold)), p.shape);
    const right = allRight(predicted, classRows(t.data, t.shape), numLabels, ignoreIndex);
    if (this.isSamplewise) this.take(ofSamples(right, p), product(p.shape.slice(2)));
    else this.take(totalled(right), right.length);
  }
}

/** torchmetrics.ExactMatch: `new ExactMatch({ task, … })` makes one of the classes above. */
export const ExactMatch = taskMetric<never, ClassificationMetric>("ExactMatch", {
  classes: { multilabel: MultilabelExactMatch, multiclass: MulticlassExactMatch },
  own: { multiclass: ["numClasses"], multilabel: ["numLabels", "threshold"], binary: ["threshold"] },
}) as new <O extends ExactMatchOptions>(
  options: O,
) => ClassificationMetric<BinaryScore<O>>;
export type ExactMatch = ClassificationMetric;

export interface ExactMatchOptions extends Options {
  readonly task: "multiclass" | "multilabel";
  readonly numClasses?: number;
  readonly numLabels?: number;
  readonly threshold?: number;
}

const DEFAULTS = {
  multidimAverage: "global" as MultidimAverage,
  ignoreIndex: null as number | null,
  validateArgs: true,
};

function checkShared(metric: object, { multidimAverage, ignoreIndex }: typeof DEFAULTS): void {
  requireOneOf(metric, "multidimAverage", multidimAverage, MULTIDIM_AVERAGES);
  requireIgnoreIndex(metric, ignoreIndex);
}

/** 1 for each row of `width` values that agree, ignored ones aside. */
function allRight(
  predicted: ArrayLike<number>,
  wanted: ArrayLike<number>,
  width: number,
  ignoreIndex: number | null,
): Float64Array {
  const right = new Float64Array(width === 0 ? 0 : wanted.length / width).fill(1);
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] !== ignoreIndex && predicted[i] !== wanted[i]) right[Math.floor(i / width)] = 0;
  }
  return right;
}

function totalled(right: Float64Array): Float64Array {
  return Float64Array.of(right.reduce((total, one) => total + one, 0));
}

/** How many places of each sample are right. */
function ofSamples(right: Float64Array, { shape }: Values): Float64Array {
  const places = product(shape.slice(2));
  return Float64Array.from({ length: shape[0] ?? 0 }, (_, n) =>
    right.subarray(n * places, (n + 1) * places).reduce((total, one) => total + one, 0),
  );
}
