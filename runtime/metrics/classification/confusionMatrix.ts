import { type Named, requireOneOf } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { nested } from "../values.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import {
  BinaryMatrixMetric,
  type BinaryMatrixOptions,
  MATRIX_TASK_OPTIONS,
  MulticlassMatrixMetric,
  type MulticlassMatrixOptions,
  MultilabelMatrixMetric,
  type MultilabelMatrixOptions,
} from "./confusionMatrixMetric.js";
import { type Task, taskMetric } from "./taskMetric.js";

/** Shares in place of counts: of each row (`"true"`), of each column (`"pred"`), or of the whole (`"all"`). */
export type Normalize = "true" | "pred" | "all" | "none" | null;

interface Normalized {
  /** Default null: counts. */
  readonly normalize?: Normalize;
}

/** `[[tn, fp], [fn, tp]]` (torchmetrics/functional/classification/confusion_matrix.py). */
export class BinaryConfusionMatrix extends BinaryMatrixMetric<number[][]> {
  constructor(options: BinaryMatrixOptions & Normalized = {}) {
    super(options, NORMALIZE);
  }

  override compute(): number[][] {
    return nested(normalized(this.matrix, 2, this.options), [2, 2]) as number[][];
  }

  protected override check(): void {
    checkNormalize(this, this.options);
    super.check();
  }
}

/** How often samples of the class of the row were taken for the class of the column. */
export class MulticlassConfusionMatrix extends MulticlassMatrixMetric<number[][]> {
  constructor(options: MulticlassMatrixOptions & Normalized) {
    super(options, NORMALIZE);
  }

  override compute(): number[][] {
    return nested(normalized(this.matrix, this.numClasses, this.options), [
      this.numClasses,
      this.numClasses,
    ]) as number[][];
  }

  protected override check(): void {
    checkNormalize(this, this.options);
    super.check();
  }
}

/** `[[tn, fp], [fn, tp]]` of each label. */
export class MultilabelConfusionMatrix extends MultilabelMatrixMetric<number[][][]> {
  constructor(options: MultilabelMatrixOptions & Normalized) {
    super(options, NORMALIZE);
  }

  override compute(): number[][][] {
    const matrix = normalized(this.matrix, 2, this.options);
    return nested(matrix, [this.options.numLabels, 2, 2]) as unknown as number[][][];
  }

  protected override check(): void {
    checkNormalize(this, this.options);
    super.check();
  }
}

export interface MatrixTaskOptions extends BinaryMatrixOptions {
  readonly task: Task;
  readonly numClasses?: number;
  readonly numLabels?: number;
}

/** torchmetrics.ConfusionMatrix: `new ConfusionMatrix({ task, … })` makes one of the classes above. */
export const ConfusionMatrix = taskMetric<never, ClassificationMetric>("ConfusionMatrix", {
  classes: {
    binary: BinaryConfusionMatrix,
    multiclass: MulticlassConfusionMatrix,
    multilabel: MultilabelConfusionMatrix,
  } as never,
  own: MATRIX_TASK_OPTIONS,
}) as unknown as new <O extends MatrixTaskOptions & Normalized>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "multilabel" } ? number[][][] : number[][]>;
export type ConfusionMatrix = ClassificationMetric<number[][]>;

const NORMALIZE = { normalize: null };

function checkNormalize(metric: Named, options: object): void {
  requireOneOf(metric, "normalize", (options as Normalized).normalize, ["true", "pred", "all", "none", null]);
}

/** The counts of square matrices of `size`, as shares of their rows, columns or all. 0 / 0 is 0, and is said. */
function normalized(counts: Float64Array, size: number, options: object): Float64Array {
  const { normalize } = options as Normalized;
  if (normalize === null || normalize === undefined || normalize === "none") return counts;
  const shares = new Float64Array(counts.length);
  let undefinedShares = 0;
  for (let i = 0; i < counts.length; i++) {
    const total = totalOf(counts, i, size, normalize);
    if (total === 0) undefinedShares++;
    else shares[i] = (counts[i] as number) / total;
  }
  if (undefinedShares > 0) {
    console.warn(`${undefinedShares} NaN values found in confusion matrix have been replaced with zeros.`);
  }
  return shares;
}

function totalOf(counts: Float64Array, i: number, size: number, normalize: "true" | "pred" | "all"): number {
  const matrix = i - (i % (size * size));
  if (normalize === "all") return sum(counts.subarray(matrix, matrix + size * size));
  const [start, stride] = normalize === "true" ? [i - (i % size), 1] : [matrix + (i % size), size];
  let total = 0;
  for (let k = 0; k < size; k++) total += counts[start + k * stride] as number;
  return total;
}
