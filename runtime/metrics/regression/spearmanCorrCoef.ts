import { requireWhole } from "../argumentChecks.js";
import { mean } from "../arithmetic.js";
import { completed } from "../metricOptions.js";
import { sortedPlaces } from "../sortedPlaces.js";
import { concatenated } from "../values.js";
import type { OutputsOptions } from "./outputErrors.js";
import {
  checkOutputs,
  type OutputsValue,
  oneOrAll,
  type Pair,
  RegressionMetric,
  rowsAndColumns,
} from "./regressionMetric.js";

/** Predictions and targets of all batches, column by column. */
export abstract class KeptPairsMetric<V> extends RegressionMetric<V> {
  protected preds: Float32Array[] = this.addState("preds", [], { distReduceFx: "cat" });
  protected target: Float32Array[] = this.addState("target", [], { distReduceFx: "cat" });
  /** How many columns there are. */
  private width = this.addState("width", 1, { distReduceFx: "max" });
  protected abstract readonly numOutputs: number;

  protected override take(pair: Pair): void {
    checkOutputs(this, pair, this.numOutputs);
    this.width = rowsAndColumns(pair)[1];
    this.preds.push(Float32Array.from(pair.preds));
    this.target.push(Float32Array.from(pair.target));
  }

  /** The columns of everything that was kept. */
  protected columns(): { preds: Float32Array; target: Float32Array }[] {
    if (this.preds.length === 0) {
      throw new RangeError(`${this.constructor.name} has no samples to compute from. Call \`update\` first.`);
    }
    const { width } = this;
    const column = (chunks: readonly Float32Array[], c: number) =>
      concatenated(width === 1 ? chunks : chunks.map((chunk) => chunk.filter((_, i) => i % width === c)));
    return Array.from({ length: width }, (_, c) => ({
      preds: column(this.preds, c),
      target: column(this.target, c),
    }));
  }
}

/** Correlation of the ranks (torchmetrics/functional/regression/spearman.py). It keeps every prediction and target. */
export class SpearmanCorrCoef<O extends OutputsOptions = OutputsOptions> extends KeptPairsMetric<OutputsValue<O>> {
  override readonly higherIsBetter: boolean | null = true;
  protected override readonly numOutputs: number;

  constructor(options: O = {} as O) {
    super(options);
    console.warn(
      "Metric `SpearmanCorrcoef` will save all targets and predictions in the buffer. For large datasets, this may lead to large memory footprint.",
    );
    this.numOutputs = completed(this.constructor.name, options, { numOutputs: 1 }).numOutputs;
    requireWhole(this, "numOutputs", this.numOutputs, 1);
  }

  override compute(): OutputsValue<O> {
    return oneOrAll(this.columns().map(({ preds, target }) => rankCorrelation(preds, target))) as OutputsValue<O>;
  }

  protected override take(pair: Pair): void {
    if (!pair.areFloat) {
      throw new TypeError("`preds` and `target` of SpearmanCorrCoef must be float32 tensors. Use `toFloat()`.");
    }
    super.take(pair);
  }
}

const EPSILON = 1e-6;

function rankCorrelation(preds: Float32Array, target: Float32Array): number {
  const [x, y] = [ranks(preds), ranks(target)];
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [(x[i] as number) - meanX, (y[i] as number) - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const n = x.length;
  const value = xy / n / (Math.sqrt(xx / n) * Math.sqrt(yy / n) + EPSILON);
  return Math.min(1, Math.max(-1, value));
}

/** Places in the order, from 1; equal values share the mean of theirs. */
function ranks(values: Float32Array): Float64Array {
  const order = sortedPlaces(values);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) end++;
    for (let i = start; i < end; i++) result[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}
