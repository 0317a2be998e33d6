import { wrong } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { type Pair, RegressionMetric, totalOf } from "./regressionMetric.js";

export interface MinkowskiOptions extends MetricOptions {
  /** The exponent, at least 1: 1 is the sum of absolute errors, 2 the Euclidean distance. */
  readonly p: number;
}

/** `(Σ |pred - target|^p)^(1/p)` (torchmetrics/functional/regression/minkowski.py). */
export class MinkowskiDistance extends RegressionMetric {
  private sum = this.addState("sum", 0, { distReduceFx: "sum" });
  private readonly p: number;

  constructor(options: MinkowskiOptions) {
    super(options);
    this.p = completed(this.constructor.name, options, { p: undefined as unknown as number }).p;
    if (typeof this.p !== "number" || !(this.p >= 1)) throw wrong(this, "p", this.p, "a number of at least 1");
  }

  override compute(): number {
    return this.sum ** (1 / this.p);
  }

  protected override take(pair: Pair): void {
    this.sum += totalOf(pair, (pred, target) => Math.abs(pred - target) ** this.p);
  }
}
