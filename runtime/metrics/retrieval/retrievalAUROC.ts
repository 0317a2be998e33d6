import { sigmoidIfLogits } from "../arithmetic.js";
import { areaUpTo, requireMaxFpr } from "../classification/areaUnderCurve.js";
import { ExactCurve } from "../classification/curve.js";
import { topk } from "../torchOrder.js";
import { type Query, TopKMetric, type TopKOptions } from "./retrievalMetric.js";

export interface RetrievalAUROCOptions extends TopKOptions {
  /** Only the part of the curve up to this false positive rate, above 0 and at most 1; default null: all of it. */
  readonly maxFpr?: number | null;
}

/** Area under the ROC curve of a query's documents (torchmetrics/functional/retrieval/auroc.py). */
export class RetrievalAUROC extends TopKMetric {
  constructor(options: RetrievalAUROCOptions = {}) {
    super(options, { maxFpr: null });
    requireMaxFpr(this, this.maxFpr);
  }

  protected override value({ preds, target }: Query): number {
    const order = topk(preds, Math.min(this.topK ?? preds.length, preds.length));
    const wanted = order.map((i) => Math.trunc(target[i] as number));
    if (!wanted.includes(0) || !wanted.includes(1)) return 0;
    const scores = sigmoidIfLogits(order.map((i) => preds[i] as number));
    return areaUpTo(new ExactCurve(scores, (i) => wanted[i] === 1, false).roc(), this.maxFpr);
  }

  private get maxFpr(): number | null {
    return (this.options as { maxFpr?: number | null }).maxFpr ?? null;
  }
}
