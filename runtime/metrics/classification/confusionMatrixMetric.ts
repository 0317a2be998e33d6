import type { tf } from "../../backend/tf.js";
import { requireBetween, requireIgnoreIndex, requireWhole } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { valuesOf } from "../values.js";
import { ClassificationMetric } from "./classificationMetric.js";
import type { ClassificationOptions } from "./classOptions.js";
import { binaryMatrix, multiclassMatrix, multilabelMatrix } from "./confusionCounts.js";
import { checkBinaryBatch, checkLabels, checkMulticlassBatch } from "./inputChecks.js";

export interface BinaryMatrixOptions extends ClassificationOptions, MetricOptions {
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
}

export interface MulticlassMatrixOptions extends ClassificationOptions, MetricOptions {
  readonly numClasses: number;
}

export interface MultilabelMatrixOptions extends ClassificationOptions, MetricOptions {
  readonly numLabels: number;
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
}

type Completed<O> = Required<Omit<O, keyof MetricOptions>>;

/** Something that is computed from how often which class was taken for which. */
abstract class ConfusionMatrixMetric<V> extends ClassificationMetric<V> {
  override readonly fullStateUpdate: boolean | null = false;
  /** Counts, `[target][prediction]`; for labels `[label][target][prediction]`. */
  protected readonly matrix: Float64Array;

  constructor(options: MetricOptions, size: number) {
    super(options);
    this.matrix = this.addState("matrix", new Float64Array(size), { distReduceFx: "sum" });
  }

  protected take(matrix: Float64Array): void {
    for (let i = 0; i < matrix.length; i++) this.matrix[i] = (this.matrix[i] as number) + (matrix[i] as number);
  }
}

export abstract class BinaryMatrixMetric<V> extends ConfusionMatrixMetric<V> {
  protected readonly options: Completed<BinaryMatrixOptions>;

  constructor(given: BinaryMatrixOptions, defaults: object = {}) {
    super(given, 4);
    this.options = completed(this.constructor.name, given, { ...BINARY_DEFAULTS, ...defaults });
    if (this.options.validateArgs) this.check();
    const { threshold, ignoreIndex, validateArgs } = this.options;
    this.updateGroup = JSON.stringify(["binary matrix", threshold, ignoreIndex, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { threshold, ignoreIndex, validateArgs } = this.options;
    const { name } = this.constructor;
    const [p, t] = [valuesOf(name, "preds", preds), valuesOf(name, "target", target)];
    if (validateArgs) checkBinaryBatch(this, p, t, ignoreIndex);
    this.take(binaryMatrix(p, t, threshold, ignoreIndex));
  }

  protected check(): void {
    requireBetween(this, "threshold", this.options.threshold, 0, 1);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

export abstract class MulticlassMatrixMetric<V> extends ConfusionMatrixMetric<V> {
  protected readonly options: Completed<MulticlassMatrixOptions>;
  readonly numClasses: number;

  constructor(given: MulticlassMatrixOptions, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...MULTICLASS_DEFAULTS, ...defaults });
    super(given, (options.numClasses ?? 0) ** 2);
    this.options = options;
    this.numClasses = options.numClasses;
    if (options.validateArgs) this.check();
    const { numClasses, ignoreIndex, validateArgs } = options;
    this.updateGroup = JSON.stringify(["multiclass matrix", numClasses, ignoreIndex, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numClasses, ignoreIndex, validateArgs } = this.options;
    const { name } = this.constructor;
    const [p, t] = [valuesOf(name, "preds", preds), valuesOf(name, "target", target)];
    if (validateArgs) checkMulticlassBatch(this, p, t, numClasses, ignoreIndex);
    this.take(multiclassMatrix(p, t, numClasses, ignoreIndex));
  }

  protected check(): void {
    requireWhole(this, "numClasses", this.options.numClasses, 2);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

export abstract class MultilabelMatrixMetric<V> extends ConfusionMatrixMetric<V> {
  protected readonly options: Completed<MultilabelMatrixOptions>;

  constructor(given: MultilabelMatrixOptions, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...MULTILABEL_DEFAULTS, ...defaults });
    super(given, (options.numLabels ?? 0) * 4);
    this.options = options;
    if (options.validateArgs) this.check();
    const { numLabels, threshold, ignoreIndex, validateArgs } = options;
    this.updateGroup = JSON.stringify(["multilabel matrix", numLabels, threshold, ignoreIndex, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numLabels, threshold, ignoreIndex, validateArgs } = this.options;
    const { name } = this.constructor;
    const [p, t] = [valuesOf(name, "preds", preds), valuesOf(name, "target", target)];
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      checkLabels(this, p, numLabels);
    }
    this.take(multilabelMatrix(p, t, numLabels, threshold, ignoreIndex));
  }

  protected check(): void {
    requireWhole(this, "numLabels", this.options.numLabels, 2);
    requireBetween(this, "threshold", this.options.threshold, 0, 1);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

const SHARED = { ignoreIndex: null as number | null, validateArgs: true };
const BINARY_DEFAULTS = { threshold: 0.5, ...SHARED };
const MULTICLASS_DEFAULTS = { numClasses: undefined as unknown as number, ...SHARED };
const MULTILABEL_DEFAULTS = { numLabels: undefined as unknown as number, threshold: 0.5, ...SHARED };

/** Options that only some of the tasks of these metrics have. */
export const MATRIX_TASK_OPTIONS = {
  binary: ["threshold"],
  multiclass: ["numClasses"],
  multilabel: ["numLabels", "threshold"],
} as const;
