import { requireBetween, requireBoolean, requireWhole } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { completed } from "../metricOptions.js";
import {
  aggregated,
  best,
  QueriesMetric,
  type Query,
  RETRIEVAL_DEFAULTS,
  type RetrievalOptions,
} from "./retrievalMetric.js";

export interface RetrievalCurveOptions extends RetrievalOptions {
  /** The most documents that are looked at; default null: as many as the largest query has. */
  readonly maxK?: number | null;
  /** A query with fewer documents is measured by as many as it has; default false. */
  readonly adaptiveK?: boolean;
}

/** For 1, 2, … documents. */
export type RetrievalCurve = readonly [precision: number[], recall: number[], topK: number[]];

abstract class RetrievalCurveMetric<V> extends QueriesMetric<V> {
  protected override readonly options;

  constructor(given: RetrievalCurveOptions, defaults: object = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, { ...RETRIEVAL_DEFAULTS, ...CURVE_DEFAULTS, ...defaults });
    this.checkShared();
    if (this.options.maxK !== null) requireWhole(this, "maxK", this.options.maxK, 1);
    requireBoolean(this, "adaptiveK", this.options.adaptiveK);
  }

  /** Precision and recall at each number of documents, aggregated over the queries (torchmetrics/retrieval/precision_recall_curve.py). */
  protected curve(): RetrievalCurve {
    const queries = this.queries();
    const { adaptiveK, aggregation } = this.options;
    const maxK = this.options.maxK ?? queries.reduce((most, { preds }) => Math.max(most, preds.length), 0);
    const curves = queries.flatMap((query) => {
      if (sum(query.target) !== 0) return [curveOf(query, maxK, adaptiveK)];
      const value = this.emptyValue();
      return value === undefined ? [] : [{ precision: filled(maxK, value), recall: filled(maxK, value) }];
    });
    const at = (values: (curve: { precision: number[]; recall: number[] }) => number[]) =>
      filled(maxK, 0).map((none, k) =>
        curves.length === 0
          ? none
          : aggregated(
              curves.map((curve) => values(curve)[k] as number),
              aggregation,
            ),
      );
    return [at(({ precision }) => precision), at(({ recall }) => recall), filled(maxK, 0).map((_, k) => k + 1)];
  }
}

/** `[precision, recall, topK]` for 1, 2, … documents. */
export class RetrievalPrecisionRecallCurve extends RetrievalCurveMetric<RetrievalCurve> {
  constructor(options: RetrievalCurveOptions = {}) {
    super(options);
  }

  override compute(): RetrievalCurve {
    return this.curve();
  }
}

export interface RetrievalRecallAtFixedPrecisionOptions extends RetrievalCurveOptions {
  /** From 0, the default, to 1. */
  readonly minPrecision?: number;
}

/** `[recall, topK]`: the largest recall with enough precision, and with how many documents it is reached. */
export class RetrievalRecallAtFixedPrecision extends RetrievalCurveMetric<readonly [recall: number, topK: number]> {
  constructor(options: RetrievalRecallAtFixedPrecisionOptions = {}) {
    super(options, { minPrecision: 0 });
    requireBetween(this, "minPrecision", this.minPrecision, 0, 1);
  }

  override compute(): readonly [number, number] {
    const [precision, recall, topK] = this.curve();
    const allowed = [...topK.keys()].filter((i) => (precision[i] as number) >= this.minPrecision);
    // The last of those with the largest recall.
    const best = allowed.reduce(
      (found, i) => (found < 0 || (recall[i] as number) >= (recall[found] as number) ? i : found),
      -1,
    );
    const value = best < 0 ? 0 : (recall[best] as number);
    return [value, value === 0 ? topK.length : (topK[best] as number)];
  }

  private get minPrecision(): number {
    return (this.options as unknown as { minPrecision: number }).minPrecision;
  }
}

const CURVE_DEFAULTS = { maxK: null as number | null, adaptiveK: false };

function curveOf(query: Query, maxK: number, adaptiveK: boolean): { precision: number[]; recall: number[] } {
  const size = query.preds.length;
  const relevant = best(query, maxK);
  const total = sum(query.target);
  let found = 0;
  const counts = filled(maxK, 0).map((_, k) => (found += relevant[k] ?? 0));
  return {
    precision: counts.map((count, k) => count / (adaptiveK ? Math.min(k + 1, size) : k + 1)),
    recall: counts.map((count) => count / total),
  };
}

function filled(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}
