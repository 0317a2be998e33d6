import { type Named, requireOneOf } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import {
  BinaryMatrixMetric,
  type BinaryMatrixOptions,
  MATRIX_TASK_OPTIONS,
  MulticlassMatrixMetric,
  type MulticlassMatrixOptions,
} from "./confusionMatrixMetric.js";
import { taskMetric } from "./taskMetric.js";

/** How much a disagreement counts that is further off; null and `"none"`: all the same. */
export type KappaWeights = "linear" | "quadratic" | "none" | null;

interface Weighted {
  /** Default null. */
  readonly weights?: KappaWeights;
}

/** Agreement beyond what chance would give (torchmetrics/functional/classification/cohen_kappa.py). */
export class BinaryCohenKappa extends BinaryMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryMatrixOptions & Weighted = {}) {
    super(options, WEIGHTS);
  }

  override compute(): number {
    return kappa(this.matrix, 2, this.options);
  }

  protected override check(): void {
    checkWeights(this, this.options);
    super.check();
  }
}

/** As BinaryCohenKappa, of classes. */
export class MulticlassCohenKappa extends MulticlassMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: MulticlassMatrixOptions & Weighted) {
    super(options, WEIGHTS);
  }

  override compute(): number {
    return kappa(this.matrix, this.numClasses, this.options);
  }

  protected override check(): void {
    checkWeights(this, this.options);
    super.check();
  }
}

/** torchmetrics.CohenKappa: `new CohenKappa({ task, … })` makes one of the classes above. */
export const CohenKappa = taskMetric<CohenKappaOptions, ClassificationMetric>("CohenKappa", {
  classes: { binary: BinaryCohenKappa, multiclass: MulticlassCohenKappa },
  own: MATRIX_TASK_OPTIONS,
});
export type CohenKappa = ClassificationMetric;

export interface CohenKappaOptions extends BinaryMatrixOptions, Weighted {
  readonly task: "binary" | "multiclass";
  readonly numClasses?: number;
}

const WEIGHTS = { weights: null };

function checkWeights(metric: Named, options: object): void {
  requireOneOf(metric, "weights", (options as Weighted).weights, ["linear", "quadratic", "none", null]);
}

function kappa(matrix: Float64Array, size: number, options: object): number {
  const { weights } = options as Weighted;
  const total = sum(matrix);
  const actual = new Float64Array(size);
  const predicted = new Float64Array(size);
  for (let i = 0; i < matrix.length; i++) {
    const [t, p] = [Math.floor(i / size), i % size];
    actual[t] = (actual[t] as number) + (matrix[i] as number);
    predicted[p] = (predicted[p] as number) + (matrix[i] as number);
  }
  let [observed, expected] = [0, 0];
  for (let i = 0; i < matrix.length; i++) {
    const [t, p] = [Math.floor(i / size), i % size];
    const weight = weights === "linear" ? Math.abs(t - p) : weights === "quadratic" ? (t - p) ** 2 : Number(t !== p);
    observed += weight * (matrix[i] as number);
    expected += (weight * (actual[t] as number) * (predicted[p] as number)) / total;
  }
  return 1 - observed / expected;
}
