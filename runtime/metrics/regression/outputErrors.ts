import { requireWhole } from "../argumentChecks.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import {
  addColumns,
  checkOutputs,
  columnSums,
  type OutputsValue,
  oneOrAll,
  type Pair,
  RegressionMetric,
  rowsAndColumns,
} from "./regressionMetric.js";

export interface OutputsOptions extends MetricOptions {
  /** Columns that are measured apart; default 1: all numbers together. */
  readonly numOutputs?: number;
}

/** The mean of an error over the samples, for each output. */
export abstract class OutputErrorMetric<O extends OutputsOptions> extends RegressionMetric<OutputsValue<O>> {
  private sums: Float64Array;
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  protected readonly options: { readonly numOutputs: number };

  constructor(given: O, defaults: object = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, { numOutputs: 1, ...defaults });
    requireWhole(this, "numOutputs", this.options.numOutputs, 1);
    this.sums = this.addState("sums", new Float64Array(this.options.numOutputs), { distReduceFx: "sum" });
  }

  override compute(): OutputsValue<O> {
    return oneOrAll(this.sums.map((sum) => this.finished(sum / this.total))) as OutputsValue<O>;
  }

  /** The error of one prediction. */
  protected abstract error(pred: number, target: number): number;

  /** What becomes of the mean. */
  protected finished(mean: number): number {
    return mean;
  }

  protected override take(pair: Pair): void {
    const { numOutputs } = this.options;
    const [rows, columns] = numOutputs === 1 ? [pair.preds.length, 1] : rowsAndColumns(pair);
    const sums = columnSums(pair, columns, (pred, target) => this.error(pred, target));
    // One column counts for every output, as where torch broadcasts.
    this.sums = addColumns([this.sums, columns === 1 ? this.sums.map(() => sums[0] as number) : sums]);
    this.total += rows;
  }
}

export interface MeanSquaredErrorOptions extends OutputsOptions {
  /** False: the root of it; default true. */
  readonly squared?: boolean;
}

/** Mean of the squared errors (torchmetrics/functional/regression/mse.py). */
export class MeanSquaredError<
  O extends MeanSquaredErrorOptions = MeanSquaredErrorOptions,
> extends OutputErrorMetric<O> {
  constructor(options: O = {} as O) {
    super(options, { squared: true });
    const { squared } = this.options as { squared?: unknown };
    if (typeof squared !== "boolean")
      throw new RangeError(`\`squared\` of MeanSquaredError must be true or false; it is ${squared}.`);
  }

  protected override error(pred: number, target: number): number {
    return (pred - target) ** 2;
  }

  protected override finished(mean: number): number {
    return (this.options as { squared?: boolean }).squared ? mean : Math.sqrt(mean);
  }
}

/** Mean of the absolute errors (torchmetrics/functional/regression/mae.py). */
export class MeanAbsoluteError<O extends OutputsOptions = OutputsOptions> extends OutputErrorMetric<O> {
  constructor(options: O = {} as O) {
    super(options);
  }

  protected override error(pred: number, target: number): number {
    return Math.abs(pred - target);
  }
}

/** Mean of the logarithm of the hyperbolic cosine of the errors (torchmetrics/functional/regression/log_cosh.py). */
export class LogCoshError<O extends OutputsOptions = OutputsOptions> extends OutputErrorMetric<O> {
  constructor(options: O = {} as O) {
    super(options);
  }

  protected override take(pair: Pair): void {
    checkOutputs(this, pair, this.options.numOutputs);
    super.take(pair);
  }

  protected override error(pred: number, target: number): number {
    // log(cosh(x)) without its overflow.
    const size = Math.abs(pred - target);
    return size + Math.log1p(Math.exp(-2 * size)) - Math.LN2;
  }
}
