import { requireOneOf, requireWhole } from "../argumentChecks.js";
import { completed } from "../metricOptions.js";
import type { StateValue } from "../metricState.js";
import type { OutputsOptions } from "./outputErrors.js";
import { type OutputsValue, oneOrAll, type Pair, RegressionMetric, rowsAndColumns } from "./regressionMetric.js";

export interface NormalizedErrorOptions extends OutputsOptions {
  /** What the error is a share of: the targets' mean (default), range, standard deviation or norm. */
  readonly normalization?: "mean" | "range" | "std" | "l2";
}

/** What is known of one output. */
interface Spread {
  readonly total: number;
  readonly error: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly variance: number;
  readonly squares: number;
}

const NONE: Spread = { total: 0, error: 0, least: Infinity, most: -Infinity, mean: 0, variance: 0, squares: 0 };

const FIELDS = Object.keys(NONE) as (keyof Spread)[];

/** Root of the mean squared error as a share of the targets' size or spread (torchmetrics/regression/nrmse.py). */
export class NormalizedRootMeanSquaredError<
  O extends NormalizedErrorOptions = NormalizedErrorOptions,
> extends RegressionMetric<OutputsValue<O>> {
  override readonly fullStateUpdate: boolean | null = true;
  private spreads: Float64Array;
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, { normalization: "mean", numOutputs: 1 });
    requireOneOf(this, "normalization", this.options.normalization, ["mean", "range", "std", "l2"]);
    requireWhole(this, "numOutputs", this.options.numOutputs, 1);
    this.spreads = this.addState("spreads", packed(Array.from({ length: this.options.numOutputs }, () => NONE)));
  }

  override compute(): OutputsValue<O> {
    return oneOrAll(
      unpacked(this.spreads).map((spread) => Math.sqrt(spread.error / spread.total) / this.size(spread)),
    ) as OutputsValue<O>;
  }

  protected override take(pair: Pair): void {
    const [, columns] = this.options.numOutputs === 1 ? [pair.preds.length, 1] : rowsAndColumns(pair);
    this.spreads = packed(
      unpacked(this.spreads).map((spread, c) => merged(spread, spreadOf(pair, c % columns, columns))),
    );
  }

  protected override mergeStates({ spreads }: Readonly<Record<string, StateValue>>): void {
    const theirs = unpacked(spreads as Float64Array);
    this.spreads = packed(unpacked(this.spreads).map((own, c) => merged(own, theirs[c] as Spread)));
  }

  private size({ total, least, most, mean, variance, squares }: Spread): number {
    switch (this.options.normalization) {
      case "mean":
        return mean;
      case "range":
        return most - least;
      case "std":
        return Math.sqrt(variance / total);
      default:
        return Math.sqrt(squares);
    }
  }
}

function unpacked(spreads: Float64Array): Spread[] {
  return Array.from({ length: spreads.length / FIELDS.length }, (_, c) => {
    const at = c * FIELDS.length;
    return Object.fromEntries(FIELDS.map((field, i) => [field, spreads[at + i]])) as unknown as Spread;
  });
}

function packed(all: readonly Spread[]): Float64Array {
  return Float64Array.from(all.flatMap((spread) => FIELDS.map((field) => spread[field])));
}

function spreadOf({ preds, target }: Pair, column: number, columns: number): Spread {
  let spread = NONE;
  for (let i = column; i < preds.length; i += columns) {
    const value = target[i] as number;
    const one = { total: 1, error: ((preds[i] as number) - value) ** 2, least: value, most: value, mean: value };
    spread = merged(spread, { ...one, variance: 0, squares: value * value });
  }
  return spread;
}

function merged(a: Spread, b: Spread): Spread {
  const total = a.total + b.total;
  if (total === 0) return a;
  const distance = b.mean - a.mean;
  return {
    total,
    error: a.error + b.error,
    least: Math.min(a.least, b.least),
    most: Math.max(a.most, b.most),
    mean: a.mean + (distance * b.total) / total,
    variance: a.variance + b.variance + (distance * distance * a.total * b.total) / total,
    squares: a.squares + b.squares,
  };
}
