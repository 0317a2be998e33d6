import { sum } from "../arithmetic.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { MatrixTaskOptions } from "./confusionMatrix.js";
import {
  BinaryMatrixMetric,
  type BinaryMatrixOptions,
  MATRIX_TASK_OPTIONS,
  MulticlassMatrixMetric,
  MultilabelMatrixMetric,
} from "./confusionMatrixMetric.js";
import { taskMetric } from "./taskMetric.js";

/** Correlation of predictions and targets, from -1 to 1 (torchmetrics/functional/classification/matthews_corrcoef.py). */
export class BinaryMatthewsCorrCoef extends BinaryMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryMatrixOptions = {}) {
    super(options);
  }

  override compute(): number {
    return matthews(this.matrix, 2);
  }
}

/** As BinaryMatthewsCorrCoef, of classes. */
export class MulticlassMatthewsCorrCoef extends MulticlassMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  override compute(): number {
    return matthews(this.matrix, this.numClasses);
  }
}

/** As BinaryMatthewsCorrCoef, of all labels together. */
export class MultilabelMatthewsCorrCoef extends MultilabelMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  override compute(): number {
    const total = new Float64Array(4);
    for (let i = 0; i < this.matrix.length; i++) total[i % 4] = (total[i % 4] as number) + (this.matrix[i] as number);
    return matthews(total, 2);
  }
}

/** torchmetrics.MatthewsCorrCoef: `new MatthewsCorrCoef({ task, … })` makes one of the classes above. */
export const MatthewsCorrCoef = taskMetric<MatrixTaskOptions, ClassificationMetric>("MatthewsCorrCoef", {
  classes: {
    binary: BinaryMatthewsCorrCoef,
    multiclass: MulticlassMatthewsCorrCoef,
    multilabel: MultilabelMatthewsCorrCoef,
  },
  own: MATRIX_TASK_OPTIONS,
});
export type MatthewsCorrCoef = ClassificationMetric;

/** The smallest float32 step above 1. */
const EPSILON = 2 ** -23;

function matthews(matrix: Float64Array, size: number): number {
  const binary = matrix.length === 4 ? matrix : null;
  if (binary !== null) {
    const [tn = 0, fp = 0, fn = 0, tp = 0] = binary;
    if (tp + tn !== 0 && fp + fn === 0) return 1;
    if (tp + tn === 0 && fp + fn !== 0) return -1;
  }
  const rows = Array.from({ length: size }, (_, t) => sum(matrix.subarray(t * size, (t + 1) * size)));
  const columns = rows.map((_, p) => sum(rows.map((_, t) => matrix[t * size + p] as number)));
  const total = sum(rows);
  const right = sum(rows.map((_, c) => matrix[c * size + c] as number));
  const numerator = right * total - sum(rows.map((row, c) => row * (columns[c] as number)));
  const square = (values: readonly number[]) => total ** 2 - sum(values.map((value) => value * value));
  const denominator = square(columns) * square(rows);
  if (denominator === 0) return binary === null ? 0 : degenerate(binary);
  return numerator / Math.sqrt(denominator);
}

/** The limit where a row or a column of the matrix is empty. */
function degenerate([tn = 0, fp = 0, fn = 0, tp = 0]: Float64Array): number {
  const small = Math.sqrt(EPSILON);
  let numerator: number;
  if (fn === 0 && tn === 0) numerator = small * (tp - fp);
  else if (fp === 0 && tn === 0) numerator = small * (tp - fn);
  else if (tp === 0 && fn === 0) numerator = small * (tn - fp);
  else if (tp === 0 && fp === 0) numerator = small * (tn - fn);
  else if (tp === 0) numerator = tn - fp * fn;
  else if (tn === 0) numerator = tp - fp * fn;
  else if (fp === 0 || fn === 0) numerator = tp * tn;
  else return 0;
  const parts = [tp + fp, tp + fn, tn + fp, tn + fn].map((part) => part + EPSILON);
  return numerator / Math.sqrt(parts.reduce((all, part) => all * part, 1));
}
