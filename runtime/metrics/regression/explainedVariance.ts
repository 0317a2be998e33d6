import { requireOneOf } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { combined, MULTIOUTPUTS, type Multioutput, type MultioutputValue } from "./r2Score.js";
import { addColumns, columnSums, type Pair, RegressionMetric, rowsAndColumns } from "./regressionMetric.js";

export interface ExplainedVarianceOptions extends MetricOptions {
  /** Default "uniform_average". */
  readonly multioutput?: Multioutput;
}

/** 1 - variance of the errors / variance of the targets (torchmetrics/functional/regression/explained_variance.py). */
export class ExplainedVariance<O extends ExplainedVarianceOptions = ExplainedVarianceOptions> extends RegressionMetric<
  MultioutputValue<O>
> {
  override readonly higherIsBetter: boolean | null = true;
  private errors: Float64Array = this.addState("errors", new Float64Array(0), { distReduceFx: addColumns });
  private squaredErrors: Float64Array = this.addState("squaredErrors", new Float64Array(0), {
    distReduceFx: addColumns,
  });
  private targets: Float64Array = this.addState("targets", new Float64Array(0), { distReduceFx: addColumns });
  private squaredTargets: Float64Array = this.addState("squaredTargets", new Float64Array(0), {
    distReduceFx: addColumns,
  });
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  private readonly multioutput: Multioutput;

  constructor(given: O = {} as O) {
    super(given);
    this.multioutput = completed(this.constructor.name, given, {
      multioutput: "uniform_average" as Multioutput,
    }).multioutput;
    requireOneOf(this, "multioutput", this.multioutput, MULTIOUTPUTS);
  }

  override compute(): MultioutputValue<O> {
    if (this.total === 0) return Number.NaN as MultioutputValue<O>;
    const ofErrors = variances(this.errors, this.squaredErrors, this.total);
    const ofTargets = variances(this.targets, this.squaredTargets, this.total);
    const scores = Array.from(ofErrors, (error, c) => {
      if (error === 0) return 1;
      return ofTargets[c] === 0 ? 0 : 1 - error / (ofTargets[c] as number);
    });
    return combined(scores, ofTargets, this.multioutput) as MultioutputValue<O>;
  }

  protected override take(pair: Pair): void {
    const [rows, columns] = rowsAndColumns(pair);
    this.errors = addColumns([this.errors, columnSums(pair, columns, (pred, target) => target - pred)]);
    this.squaredErrors = addColumns([
      this.squaredErrors,
      columnSums(pair, columns, (pred, target) => (target - pred) ** 2),
    ]);
    this.targets = addColumns([this.targets, columnSums(pair, columns, (_, target) => target)]);
    this.squaredTargets = addColumns([this.squaredTargets, columnSums(pair, columns, (_, target) => target * target)]);
    this.total += rows;
  }
}

function variances(sums: Float64Array, squares: Float64Array, total: number): Float64Array {
  return sums.map((sum, c) => (squares[c] as number) / total - (sum / total) ** 2);
}
