import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireOneOf, requireWhole, wrong } from "../argumentChecks.js";
import { mean, sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { argsort, topk } from "../torchOrder.js";
import { concatenated, sameShape, valuesOf } from "../values.js";

/** How the values of the queries become one. */
export type Aggregation = "mean" | "median" | "min" | "max" | ((values: readonly number[]) => number);

export interface RetrievalOptions extends MetricOptions {
  /** What a query without a relevant document counts: 0 ("neg", the default), 1 ("pos"), nothing ("skip"), or an error. */
  readonly emptyTargetAction?: "error" | "skip" | "neg" | "pos";
  /** Targets of this value do not count; default null. */
  readonly ignoreIndex?: number | null;
  /** Default "mean". */
  readonly aggregation?: Aggregation;
}

export interface TopKOptions extends RetrievalOptions {
  /** Only so many best documents of each query count; default null: all. */
  readonly topK?: number | null;
}

/** The documents of one query. */
export interface Query {
  readonly preds: Float32Array;
  readonly target: Float32Array;
}

/** Scores and relevances of documents, query by query (torchmetrics/retrieval/base.py). */
export abstract class QueriesMetric<V> extends Metric<V> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = false;
  private indexes: Int32Array[] = this.addState("indexes", [], { distReduceFx: "cat" });
  private preds: Float32Array[] = this.addState("preds", [], { distReduceFx: "cat" });
  private target: Float32Array[] = this.addState("target", [], { distReduceFx: "cat" });
  protected abstract readonly options: typeof RETRIEVAL_DEFAULTS;

  /**
   * @param preds scores of documents; @param target whether they are relevant, 0 or 1; @param indexes the numbers of the queries that they
   *   belong to, int32. All of one shape.
   */
  update(preds: tf.Tensor, target: tf.Tensor, indexes: tf.Tensor): void {
    const { name } = this.constructor;
    const [p, t, i] = [
      valuesOf(name, "preds", preds),
      valuesOf(name, "target", target),
      valuesOf(name, "indexes", indexes),
    ];
    sameShape(name, ["indexes", "preds"], i, p);
    sameShape(name, ["preds", "target"], p, t);
    if (indexes.dtype !== "int32") throw wrong(this, "indexes", indexes.dtype, "an int32 tensor");
    if (!p.isFloat) throw wrong(this, "preds", preds.dtype, "a float32 tensor");
    const { ignoreIndex } = this.options;
    const isKept = (_: number, at: number) => t.data[at] !== ignoreIndex;
    const wanted = Float32Array.from(t.data).filter(isKept);
    if (wanted.length === 0 || p.shape.length === 0) {
      throw new RangeError(`\`preds\`, \`target\` and \`indexes\` of ${name} must be lists of one document or more.`);
    }
    if (!this.allowsGrades && wanted.some((value) => value > 1 || value < 0)) {
      throw wrong(
        this,
        "target",
        wanted.find((value) => value > 1 || value < 0),
        "0 or 1",
      );
    }
    this.indexes.push(Int32Array.from(i.data).filter(isKept));
    this.preds.push(Float32Array.from(p.data).filter(isKept));
    this.target.push(wanted);
  }

  /** True where a target may say how relevant a document is. */
  protected get allowsGrades(): boolean {
    return false;
  }

  /** The queries by their numbers. */
  protected queries(): Query[] {
    if (this.preds.length === 0)
      throw new RangeError(`${this.constructor.name} has no documents to compute from. Call \`update\` first.`);
    const indexes = Int32Array.from(this.indexes.flatMap((chunk) => [...chunk]));
    const [preds, target] = [concatenated(this.preds), concatenated(this.target)];
    const queries: number[][] = [];
    let last: number | undefined;
    for (const place of argsort(indexes)) {
      if (indexes[place] === last) queries.at(-1)?.push(place);
      else queries.push([place]);
      last = indexes[place];
    }
    return queries.map((own) => ({
      preds: Float32Array.from(own, (i) => preds[i] as number),
      target: Float32Array.from(own, (i) => target[i] as number),
    }));
  }

  /** What a query that has nothing to find counts; undefined: nothing. */
  protected emptyValue(what = "positive"): number | undefined {
    switch (this.options.emptyTargetAction) {
      case "error":
        throw new RangeError(
          `A query given to ${this.constructor.name} has no ${what} target. Set \`emptyTargetAction\` to "skip", "neg" or "pos" to allow it.`,
        );
      case "pos":
        return 1;
      case "neg":
        return 0;
      default:
        return undefined;
    }
  }

  protected checkShared(): void {
    const { emptyTargetAction, ignoreIndex, aggregation } = this.options;
    requireOneOf(this, "emptyTargetAction", emptyTargetAction, ["error", "skip", "neg", "pos"]);
    requireIgnoreIndex(this, ignoreIndex);
    if (typeof aggregation !== "function")
      requireOneOf(this, "aggregation", aggregation, ["mean", "median", "min", "max"]);
  }
}

/** A value of each query, aggregated. */
export abstract class RetrievalMetric extends QueriesMetric<number> {
  protected override readonly options;

  constructor(given: RetrievalOptions, defaults: object = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, { ...RETRIEVAL_DEFAULTS, ...defaults });
    this.checkShared();
  }

  override compute(): number {
    const values = this.queries().flatMap((query) => {
      const value = this.isEmpty(query) ? this.emptyValue(this.sought) : this.value(query);
      return value === undefined ? [] : [value];
    });
    return values.length === 0 ? 0 : aggregated(values, this.options.aggregation);
  }

  /** The value of one query. */
  protected abstract value(query: Query): number;

  /** What a query must have for a value. */
  protected get sought(): string {
    return "positive";
  }

  /** True for a query that has nothing to find. */
  protected isEmpty({ target }: Query): boolean {
    return sum(target) === 0;
  }
}

/** As RetrievalMetric, of the best documents alone. */
export abstract class TopKMetric extends RetrievalMetric {
  constructor(given: TopKOptions = {}, defaults: object = {}) {
    super(given, { topK: null, ...defaults });
    if (this.topK !== null) requireWhole(this, "topK", this.topK, this.leastTopK);
  }

  protected get topK(): number | null {
    return (this.options as { topK?: number | null }).topK ?? null;
  }

  /** Some metrics take 0 for all. */
  protected get leastTopK(): number {
    return 1;
  }
}

export const RETRIEVAL_DEFAULTS = {
  emptyTargetAction: "neg" as string,
  ignoreIndex: null as number | null,
  aggregation: "mean" as Aggregation,
};

export function aggregated(values: readonly number[], aggregation: Aggregation): number {
  if (typeof aggregation === "function") return aggregation(values);
  switch (aggregation) {
    case "mean":
      return mean(values);
    case "median":
      // The lower of two in the middle, as torch.median.
      return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] as number;
    case "min":
      return values.reduce((least, value) => Math.min(least, value));
    case "max":
      return values.reduce((most, value) => Math.max(most, value));
  }
}

/** The relevances of a query's documents, best scores first (torch.argsort). */
export function ranked({ preds, target }: Query): number[] {
  return argsort(preds, true).map((i) => target[i] as number);
}

/** As `ranked`, of the best documents (torch.topk, which orders equal scores in another way). */
export function best({ preds, target }: Query, count: number | null): number[] {
  return topk(preds, Math.min(count ?? preds.length, preds.length)).map((i) => target[i] as number);
}

/** The query without the relevance of documents whose score is not above 0. */
export function positive({ preds, target }: Query): Query {
  return { preds, target: target.map((value, i) => ((preds[i] as number) > 0 ? value : 0)) };
}
