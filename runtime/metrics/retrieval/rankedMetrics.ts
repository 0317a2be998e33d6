import { requireBoolean } from "../argumentChecks.js";
import { mean, sum } from "../arithmetic.js";
import {
  best,
  positive,
  type Query,
  RetrievalMetric,
  type RetrievalOptions,
  ranked,
  TopKMetric,
  type TopKOptions,
} from "./retrievalMetric.js";

/** Precision at each relevant document, averaged (torchmetrics/functional/retrieval/average_precision.py). */
export class RetrievalMAP extends TopKMetric {
  protected override get leastTopK(): number {
    return 0;
  }

  protected override value(query: Query): number {
    const relevant = best(positive(query), this.topK || null);
    const places = [...relevant.keys()].filter((i) => (relevant[i] as number) > 0);
    return places.length === 0 ? 0 : mean(places.map((place, found) => (found + 1) / (place + 1)));
  }
}

/** 1 / the place of the first relevant document (torchmetrics/functional/retrieval/reciprocal_rank.py). */
export class RetrievalMRR extends TopKMetric {
  protected override get leastTopK(): number {
    return 0;
  }

  protected override value(query: Query): number {
    const relevant = best(positive(query), this.topK || null);
    const place = relevant.findIndex((value) => value !== 0);
    return place < 0 ? 0 : 1 / (place + 1);
  }
}

/** Share of the relevant documents that are found (torchmetrics/functional/retrieval/recall.py). */
export class RetrievalRecall extends TopKMetric {
  protected override value(query: Query): number {
    return sum(ranked(positive(query)).slice(0, this.topK ?? undefined)) / sum(query.target);
  }
}

/** 1 when a relevant document is found, else 0 (torchmetrics/functional/retrieval/hit_rate.py). */
export class RetrievalHitRate extends TopKMetric {
  protected override value(query: Query): number {
    return sum(ranked(query).slice(0, this.topK ?? undefined)) > 0 ? 1 : 0;
  }
}

/** Share of the documents which are not relevant that are found; a query without any counts 1 (torchmetrics/functional/retrieval/fall_out.py). */
export class RetrievalFallOut extends TopKMetric {
  override readonly higherIsBetter: boolean | null = false;

  constructor(options: TopKOptions = {}) {
    super(options, { emptyTargetAction: "pos" });
  }

  protected override value({ preds, target }: Query): number {
    const others = target.map((value) => 1 - value);
    return sum(ranked({ preds, target: others }).slice(0, this.topK ?? undefined)) / sum(others);
  }

  protected override get sought(): string {
    return "negative";
  }

  protected override isEmpty({ target }: Query): boolean {
    return sum(target.map((value) => 1 - value)) === 0;
  }
}

export interface RetrievalPrecisionOptions extends TopKOptions {
  /** A query with fewer documents than `topK` is measured by as many as it has; default false. */
  readonly adaptiveK?: boolean;
}

/** Share of the documents that are found which are relevant (torchmetrics/functional/retrieval/precision.py). */
export class RetrievalPrecision extends TopKMetric {
  constructor(options: RetrievalPrecisionOptions = {}) {
    super(options, { adaptiveK: false });
    requireBoolean(this, "adaptiveK", this.adaptiveK);
  }

  protected override value(query: Query): number {
    const size = query.preds.length;
    const count = this.topK === null || (this.adaptiveK && this.topK > size) ? size : this.topK;
    return sum(best(positive(query), count)) / count;
  }

  private get adaptiveK(): unknown {
    return (this.options as { adaptiveK?: unknown }).adaptiveK;
  }
}

/** Precision among as many documents as are relevant (torchmetrics/functional/retrieval/r_precision.py). */
export class RetrievalRPrecision extends RetrievalMetric {
  constructor(options: RetrievalOptions = {}) {
    super(options);
  }

  protected override value(query: Query): number {
    const count = sum(query.target);
    return sum(ranked(query).slice(0, count)) / count;
  }
}
