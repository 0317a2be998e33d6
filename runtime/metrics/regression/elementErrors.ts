import { completed, type MetricOptions } from "../metricOptions.js";
import { type Pair, RegressionMetric, totalOf } from "./regressionMetric.js";

/** Smallest number that a target is taken for when something is divided by it. */
const EPSILON = 1.17e-6;

/** The mean of an error over all elements. */
abstract class ElementErrorMetric extends RegressionMetric {
  private sum = this.addState("sum", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed(this.constructor.name, options, {});
  }

  override compute(): number {
    return this.sum / this.total;
  }

  /** The error of one prediction. */
  protected abstract error(pred: number, target: number): number;

  protected override take(pair: Pair): void {
    this.sum += totalOf(pair, (pred, target) => this.error(pred, target));
    this.total += pair.preds.length;
  }
}

/** Mean of the squared errors of `log(1 + x)` (torchmetrics/functional/regression/log_mse.py). */
export class MeanSquaredLogError extends ElementErrorMetric {
  protected override error(pred: number, target: number): number {
    return (Math.log1p(pred) - Math.log1p(target)) ** 2;
  }
}

/** Mean of the absolute errors as shares of the targets (torchmetrics/functional/regression/mape.py). */
export class MeanAbsolutePercentageError extends ElementErrorMetric {
  protected override error(pred: number, target: number): number {
    return Math.abs(pred - target) / Math.max(Math.abs(target), EPSILON);
  }
}

/** Mean of the absolute errors as shares of half of target and prediction (torchmetrics/functional/regression/symmetric_mape.py). */
export class SymmetricMeanAbsolutePercentageError extends ElementErrorMetric {
  protected override error(pred: number, target: number): number {
    return (2 * Math.abs(pred - target)) / Math.max(Math.abs(target) + Math.abs(pred), EPSILON);
  }
}

/** Sum of the absolute errors as a share of the sum of the targets (torchmetrics/functional/regression/wmape.py). */
export class WeightedMeanAbsolutePercentageError extends RegressionMetric {
  private errors = this.addState("errors", 0, { distReduceFx: "sum" });
  private scale = this.addState("scale", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed(this.constructor.name, options, {});
  }

  override compute(): number {
    return this.errors / Math.max(this.scale, EPSILON);
  }

  protected override take(pair: Pair): void {
    this.errors += totalOf(pair, (pred, target) => Math.abs(pred - target));
    this.scale += totalOf(pair, (_, target) => Math.abs(target));
  }
}
