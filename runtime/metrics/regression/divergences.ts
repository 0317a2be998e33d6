import type { tf } from "../../backend/tf.js";
import { requireOneOf } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import type { ReducedValue } from "./cosineSimilarity.js";
import { type Pair, pairOf } from "./regressionMetric.js";

export interface DivergenceOptions extends MetricOptions {
  /** The distributions are given by the logarithms of their probabilities; default false. */
  readonly logProb?: boolean;
  /** How the divergences of the samples become one; default "mean". */
  readonly reduction?: "mean" | "sum" | "none" | null;
}

/** A distance of two distributions for each sample. */
abstract class DivergenceMetric<O extends DivergenceOptions> extends Metric<ReducedValue<O>> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  /** Their sum, or each of them. */
  private measures: number | Float64Array[];
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, { logProb: false, reduction: "mean" as string | null });
    const { logProb, reduction } = this.options;
    if (typeof logProb !== "boolean") {
      throw new TypeError(`\`logProb\` of ${this.constructor.name} must be true or false; it is ${logProb}.`);
    }
    requireOneOf(this, "reduction", reduction, ["mean", "sum", "none", null]);
    this.measures =
      reduction === "mean" || reduction === "sum"
        ? this.addState("measures", 0, { distReduceFx: "sum" })
        : this.addState<Float64Array>("measures", [], { distReduceFx: "cat" });
  }

  /** @param p probabilities `[samples, classes]`, which are scaled to a sum of 1; @param q of the same shape. */
  update(p: tf.Tensor, q: tf.Tensor): void {
    const pair = pairOf(this, p, q, ["p", "q"]);
    const [rows = 0, width = 0] = pair.shape;
    if (pair.shape.length !== 2) {
      throw new RangeError(
        `\`p\` and \`q\` of ${this.constructor.name} must be [samples, classes]; they are [${pair.shape.join(", ")}].`,
      );
    }
    const measures = Float64Array.from({ length: rows }, (_, row) => {
      const [a, b] = rowOf(pair, row, width);
      return this.options.logProb ? this.ofLogarithms(a, b) : this.ofProbabilities(scaled(a), scaled(b));
    });
    if (Array.isArray(this.measures)) {
      this.measures.push(measures);
      return;
    }
    this.measures += sum(measures);
    this.total += rows;
  }

  override compute(): ReducedValue<O> {
    if (!Array.isArray(this.measures)) {
      return (this.options.reduction === "sum" ? this.measures : this.measures / this.total) as ReducedValue<O>;
    }
    if (this.measures.length === 0) {
      throw new RangeError(`${this.constructor.name} has no samples to compute from. Call \`update\` first.`);
    }
    return this.measures.flatMap((chunk) => [...chunk]) as ReducedValue<O>;
  }

  protected abstract ofProbabilities(p: readonly number[], q: readonly number[]): number;
  protected abstract ofLogarithms(p: readonly number[], q: readonly number[]): number;
}

/** `Σ p log(p / q)` (torchmetrics/functional/regression/kl_divergence.py). */
export class KLDivergence<O extends DivergenceOptions = DivergenceOptions> extends DivergenceMetric<O> {
  protected override ofProbabilities(p: readonly number[], q: readonly number[]): number {
    return divergence(p, q);
  }

  protected override ofLogarithms(p: readonly number[], q: readonly number[]): number {
    return logDivergence(p, q);
  }
}

/** Mean of the divergences of both distributions from their mean (torchmetrics/functional/regression/js_divergence.py). */
export class JensenShannonDivergence<O extends DivergenceOptions = DivergenceOptions> extends DivergenceMetric<O> {
  protected override ofProbabilities(p: readonly number[], q: readonly number[]): number {
    const middle = p.map((one, i) => (one + (q[i] as number)) / 2);
    return 0.5 * divergence(p, middle) + 0.5 * divergence(q, middle);
  }

  protected override ofLogarithms(p: readonly number[], q: readonly number[]): number {
    const middle = p.map((one, i) => {
      const most = Math.max(one, q[i] as number);
      return most + Math.log(Math.exp(one - most) + Math.exp((q[i] as number) - most)) - Math.LN2;
    });
    return 0.5 * logDivergence(p, middle) + 0.5 * logDivergence(q, middle);
  }
}

function rowOf({ preds, target }: Pair, row: number, width: number): [p: number[], q: number[]] {
  const [start, end] = [row * width, (row + 1) * width];
  return [[...preds.subarray(start, end)], [...target.subarray(start, end)]];
}

function scaled(values: readonly number[]): number[] {
  const total = sum(values);
  return values.map((value) => value / total);
}

function divergence(p: readonly number[], q: readonly number[]): number {
  return sum(p.map((one, i) => (one === 0 ? 0 : one * Math.log(one / (q[i] as number)))));
}

function logDivergence(p: readonly number[], q: readonly number[]): number {
  return sum(p.map((one, i) => Math.exp(one) * (one - (q[i] as number))));
}
