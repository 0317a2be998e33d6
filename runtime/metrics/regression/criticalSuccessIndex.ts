import { safeDivide } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { product } from "../values.js";
import { type Pair, RegressionMetric } from "./regressionMetric.js";

export interface CriticalSuccessOptions extends MetricOptions {
  /** From it on a value is an event. */
  readonly threshold: number;
  /** A dimension along which the values are kept apart; default null: one value. */
  readonly keepSequenceDim?: number | null;
}

/** One number, or one for each step of the sequence. */
export type CriticalSuccessValue<O> = O extends { readonly keepSequenceDim: number } ? number[] : number;

/** Share of the events, predicted or true, that were predicted and true (torchmetrics/functional/regression/csi.py). */
export class CriticalSuccessIndex<O extends CriticalSuccessOptions = CriticalSuccessOptions> extends RegressionMetric<
  CriticalSuccessValue<O>
> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = null;
  /** `[hits, misses, false alarms]` for all, or a list of such for each step. */
  private counts: Float64Array | Float64Array[];
  private readonly options;

  constructor(given: O) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      threshold: undefined as unknown as number,
      keepSequenceDim: null as number | null,
    });
    const { threshold, keepSequenceDim } = this.options;
    if (typeof threshold !== "number")
      throw new TypeError(`CriticalSuccessIndex needs a \`threshold\`; it is ${threshold}.`);
    if (keepSequenceDim !== null && (!Number.isInteger(keepSequenceDim) || keepSequenceDim < 0)) {
      throw new RangeError(
        `\`keepSequenceDim\` of CriticalSuccessIndex must be null or a dimension, 0 or more; it is ${keepSequenceDim}.`,
      );
    }
    this.counts =
      keepSequenceDim === null
        ? this.addState("counts", new Float64Array(3), { distReduceFx: "sum" })
        : this.addState<Float64Array>("counts", [], { distReduceFx: "cat" });
  }

  override compute(): CriticalSuccessValue<O> {
    const index = (counts: Float64Array) => {
      const [hits = 0, misses = 0, alarms = 0] = counts;
      return safeDivide(hits, hits + misses + alarms);
    };
    if (!Array.isArray(this.counts)) return index(this.counts) as CriticalSuccessValue<O>;
    if (this.counts.length === 0)
      throw new RangeError("CriticalSuccessIndex has no samples to compute from. Call `update` first.");
    return this.counts.map(index) as CriticalSuccessValue<O>;
  }

  protected override take({ preds, target, shape }: Pair): void {
    const { threshold, keepSequenceDim } = this.options;
    if (keepSequenceDim !== null && keepSequenceDim >= shape.length) {
      throw new RangeError(
        `\`keepSequenceDim\` of CriticalSuccessIndex is ${keepSequenceDim}, and \`preds\` are [${shape.join(", ")}].`,
      );
    }
    const steps = keepSequenceDim === null ? 1 : (shape[keepSequenceDim] as number);
    const stride = keepSequenceDim === null ? 1 : product(shape.slice(keepSequenceDim + 1));
    const counts = Array.from({ length: steps }, () => new Float64Array(3));
    const limit = Math.fround(threshold);
    for (let i = 0; i < preds.length; i++) {
      const [predicted, actual] = [(preds[i] as number) >= limit, (target[i] as number) >= limit];
      if (!predicted && !actual) continue;
      const step = counts[Math.floor(i / stride) % steps] as Float64Array;
      const kind = predicted && actual ? 0 : actual ? 1 : 2;
      step[kind] = (step[kind] as number) + 1;
    }
    if (Array.isArray(this.counts)) this.counts.push(...counts);
    else
      for (const [kind, count] of (counts[0] as Float64Array).entries())
        this.counts[kind] = (this.counts[kind] as number) + count;
  }
}
