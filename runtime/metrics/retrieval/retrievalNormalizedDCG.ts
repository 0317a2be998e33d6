import { sum } from "../arithmetic.js";
import { type Query, TopKMetric } from "./retrievalMetric.js";

/** Gain of the documents, less the later they come, as a share of the best order's; targets may be grades (torchmetrics/functional/retrieval/ndcg.py). */
export class RetrievalNormalizedDCG extends TopKMetric {
  protected override get allowsGrades(): boolean {
    return true;
  }

  protected override value({ preds, target }: Query): number {
    const discounts = Array.from(target, (_, i) => (this.topK !== null && i >= this.topK ? 0 : 1 / Math.log2(i + 2)));
    const best = sum(target.toSorted((a, b) => b - a).map((gain, i) => gain * (discounts[i] as number)));
    return best === 0 ? 0 : sharedGain(preds, target, discounts) / best;
  }
}

/** Documents of one score share the mean of their gains and the discounts of their places. */
function sharedGain(preds: Float32Array, target: Float32Array, discounts: readonly number[]): number {
  const order = [...preds.keys()].sort((a, b) => (preds[b] as number) - (preds[a] as number));
  let total = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && preds[order[end] as number] === preds[order[start] as number]) end++;
    const gains = order.slice(start, end).map((i) => target[i] as number);
    total += (sum(gains) / gains.length) * sum(discounts.slice(start, end));
    start = end;
  }
  return total;
}
