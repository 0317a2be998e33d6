import type { tf } from "../../backend/tf.js";
import { Metric } from "../metric.js";
import { product, sameShape, type Values, valuesOf } from "../values.js";

/** A metric of predictions and targets of the same shape. */
export abstract class RegressionMetric<V = number> extends Metric<V> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;

  /** @param preds `[samples, …]`; @param target of the same shape. */
  override update(preds: tf.Tensor, target: tf.Tensor): void {
    this.take(pairOf(this, preds, target));
  }

  /** Takes in what a batch holds. */
  protected abstract take(pair: Pair): void;
}

/** Predictions and targets, read. */
export interface Pair {
  readonly preds: Values["data"];
  readonly target: Values["data"];
  readonly shape: readonly number[];
  readonly areFloat: boolean;
}

/** @throws when the shapes differ. */
export function pairOf(
  { constructor: { name } }: object,
  preds: tf.Tensor,
  target: tf.Tensor,
  names: readonly [string, string] = ["preds", "target"],
): Pair {
  const [p, t] = [valuesOf(name, names[0], preds), valuesOf(name, names[1], target)];
  sameShape(name, names, p, t);
  return { preds: p.data, target: t.data, shape: p.shape, areFloat: p.isFloat && t.isFloat };
}

/** How many rows a batch has, and how many numbers in each. */
export function rowsAndColumns({ shape }: Pair): [rows: number, columns: number] {
  return [shape[0] ?? 1, product(shape.slice(1))];
}

/** A number for each column: the sum over the rows of something. */
export function columnSums(pair: Pair, columns: number, term: (pred: number, target: number) => number): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < pair.preds.length; i++) {
    const column = i % columns;
    sums[column] = (sums[column] as number) + term(pair.preds[i] as number, pair.target[i] as number);
  }
  return sums;
}

/** The sum over all elements of something. */
export function totalOf({ preds, target }: Pair, term: (pred: number, target: number) => number): number {
  let total = 0;
  for (let i = 0; i < preds.length; i++) total += term(preds[i] as number, target[i] as number);
  return total;
}

/** Sums of columns whose number is known with the first batch: none is neutral. */
export function addColumns(states: readonly Float64Array[]): Float64Array {
  const known = states.filter(({ length }) => length > 0);
  const [first] = known;
  if (first === undefined) return new Float64Array(0);
  const total = new Float64Array(first.length);
  for (const state of known) {
    if (state.length !== total.length) {
      throw new RangeError(
        `Batches of one metric must have the same number of columns; they have ${total.length} and ${state.length}.`,
      );
    }
    for (let i = 0; i < total.length; i++) total[i] = (total[i] as number) + (state[i] as number);
  }
  return total;
}

/** One number when there is one column. */
export function oneOrAll(values: readonly number[] | Float64Array): number | number[] {
  return values.length === 1 ? (values[0] as number) : [...values];
}

/** The shape for a number of outputs (torchmetrics/functional/regression/utils.py). */
export function checkOutputs({ constructor: { name: metric } }: object, { shape }: Pair, numOutputs: number): void {
  if (shape.length > 2) {
    throw new RangeError(
      `\`preds\` and \`target\` of ${metric} must be [samples] or [samples, outputs]; they are [${shape.join(", ")}].`,
    );
  }
  const columns = shape[1] ?? 1;
  if (columns !== numOutputs && (numOutputs === 1 || shape.length > 1)) {
    throw new RangeError(
      `\`preds\` and \`target\` of ${metric} must have \`numOutputs\` columns, ${numOutputs}; they are [${shape.join(", ")}].`,
    );
  }
}

/** What a metric over several outputs gives: one number for one output, a list for more. */
export type OutputsValue<O> = O extends { readonly numOutputs: 1 }
  ? number
  : O extends { readonly numOutputs: number }
    ? number[]
    : number;
