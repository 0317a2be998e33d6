import { requireOneOf, requireWhole } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { addColumns, columnSums, oneOrAll, type Pair, RegressionMetric, rowsAndColumns } from "./regressionMetric.js";

/** How the scores of several outputs become one; `"raw_values"` keeps them apart. */
export type Multioutput = "raw_values" | "uniform_average" | "variance_weighted";

export const MULTIOUTPUTS: readonly Multioutput[] = ["raw_values", "uniform_average", "variance_weighted"];

/** One number, or one for each output. */
export type MultioutputValue<O> = O extends { readonly multioutput: "raw_values" } ? number | number[] : number;

export interface R2Options extends MetricOptions {
  /** The number of regressors that the score is adjusted for; default 0: not. */
  readonly adjusted?: number;
  /** Default "uniform_average". */
  readonly multioutput?: Multioutput;
}

/** Sums of a column that the spread of the targets and the errors follow from. */
export abstract class SquaresMetric<V> extends RegressionMetric<V> {
  protected squares: Float64Array = this.addState("squares", new Float64Array(0), { distReduceFx: addColumns });
  protected sums: Float64Array = this.addState("sums", new Float64Array(0), { distReduceFx: addColumns });
  protected residuals: Float64Array = this.addState("residuals", new Float64Array(0), { distReduceFx: addColumns });
  protected total = this.addState("total", 0, { distReduceFx: "sum" });

  protected override take(pair: Pair): void {
    if (pair.shape.length > 2) {
      throw new RangeError(
        `\`preds\` and \`target\` of ${this.constructor.name} must be [samples] or [samples, outputs]; they are [${pair.shape.join(", ")}].`,
      );
    }
    const [rows, columns] = rowsAndColumns(pair);
    this.squares = addColumns([this.squares, columnSums(pair, columns, (_, target) => target * target)]);
    this.sums = addColumns([this.sums, columnSums(pair, columns, (_, target) => target)]);
    this.residuals = addColumns([this.residuals, columnSums(pair, columns, (pred, target) => (target - pred) ** 2)]);
    this.total += rows;
  }

  /** The sum of the squared distances of the targets from their mean, for each column. */
  protected spreads(): Float64Array {
    return this.squares.map((square, c) => square - ((this.sums[c] as number) * (this.sums[c] as number)) / this.total);
  }
}

/** Share of the targets' variance that is explained (torchmetrics/functional/regression/r2.py). */
export class R2Score<O extends R2Options = R2Options> extends SquaresMetric<MultioutputValue<O>> {
  override readonly higherIsBetter: boolean | null = true;
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      adjusted: 0,
      multioutput: "uniform_average" as Multioutput,
    });
    requireWhole(this, "adjusted", this.options.adjusted, 0);
    requireOneOf(this, "multioutput", this.options.multioutput, MULTIOUTPUTS);
  }

  override compute(): MultioutputValue<O> {
    if (this.total < 2) throw new RangeError("R2Score needs two samples or more to compute from.");
    const spreads = this.spreads();
    const scores = Array.from(this.residuals, (residual, c) => scoreOf(residual, spreads[c] as number));
    const value = combined(scores, spreads, this.options.multioutput);
    const adjust = (score: number) => this.adjusted(score);
    return (Array.isArray(value) ? value.map(adjust) : adjust(value)) as MultioutputValue<O>;
  }

  private adjusted(score: number): number {
    const { adjusted } = this.options;
    if (adjusted === 0) return score;
    if (adjusted < this.total - 1) return 1 - ((1 - score) * (this.total - 1)) / (this.total - adjusted - 1);
    console.warn(
      adjusted > this.total - 1
        ? "More independent regressions than data points in adjusted r2 score. Falls back to standard r2 score."
        : "Division by zero in adjusted r2 score. Falls back to standard r2 score.",
    );
    return score;
  }
}

/** Where the errors are nothing it is 1; where only the targets' spread is, 0. */
function scoreOf(residual: number, spread: number): number {
  if (Math.abs(residual) <= NOTHING) return 1;
  return Math.abs(spread) <= NOTHING ? 0 : 1 - residual / spread;
}

const NOTHING = 1e-4;

/** @param weights of the outputs, for `"variance_weighted"`. */
export function combined(scores: number[], weights: Float64Array, multioutput: Multioutput): number | number[] {
  switch (multioutput) {
    case "raw_values":
      return oneOrAll(scores);
    case "uniform_average":
      return sum(scores) / scores.length;
    case "variance_weighted": {
      const total = sum(weights);
      return sum(scores.map((score, c) => ((weights[c] as number) / total) * score));
    }
  }
}
