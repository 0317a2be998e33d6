import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex } from "../argumentChecks.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { valuesOf } from "../values.js";

export interface PerplexityOptions extends MetricOptions {
  /** Targets of this value do not count, padding for example; default null. */
  readonly ignoreIndex?: number | null;
}

/** The exponential of the mean negative log likelihood of the tokens (torchmetrics/functional/text/perplexity.py). */
export class Perplexity extends Metric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private logProbs = this.addState("logProbs", 0, { distReduceFx: "sum" });
  private count = this.addState("count", 0, { distReduceFx: "sum" });
  private readonly ignoreIndex: number | null;

  constructor(options: PerplexityOptions = {}) {
    super(options);
    this.ignoreIndex = completed(this.constructor.name, options, { ignoreIndex: null as number | null }).ignoreIndex;
    requireIgnoreIndex(this, this.ignoreIndex);
  }

  /** @param preds logits `[batch, length, vocabulary]`; @param target int32 tokens `[batch, length]`. */
  update(preds: tf.Tensor, target: tf.Tensor): void {
    const [p, t] = [valuesOf("Perplexity", "preds", preds), valuesOf("Perplexity", "target", target)];
    if (p.shape.length !== 3 || t.shape.length !== 2 || String(p.shape.slice(0, 2)) !== String(t.shape)) {
      throw new RangeError(
        `\`preds\` of Perplexity is [${p.shape.join(", ")}] and \`target\` is [${t.shape.join(", ")}]. They must be [batch, length, vocabulary] and [batch, length].`,
      );
    }
    if (!p.isFloat) throw new TypeError("`preds` of Perplexity must be float32 logits; they are whole numbers.");
    if (target.dtype !== "int32")
      throw new TypeError(`\`target\` of Perplexity must be an int32 tensor; it is ${target.dtype}.`);
    const vocabulary = p.shape[2] as number;
    for (let i = 0; i < t.data.length; i++) {
      const token = t.data[i] as number;
      if (token === this.ignoreIndex) continue;
      // Negative numbers count from the end, as in torch.
      const place = token < 0 ? token + vocabulary : token;
      if (place < 0 || place >= vocabulary) {
        throw new RangeError(
          `\`target\` of Perplexity must hold tokens from 0 to ${vocabulary - 1}; it holds ${token}.`,
        );
      }
      this.logProbs -= logSoftmaxAt(p.data, i * vocabulary, vocabulary, place);
      this.count++;
    }
  }

  override compute(): number {
    return Math.exp(this.logProbs / this.count);
  }
}

function logSoftmaxAt(logits: ArrayLike<number>, start: number, size: number, place: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < size; i++) most = Math.max(most, logits[start + i] as number);
  let total = 0;
  for (let i = 0; i < size; i++) total += Math.exp((logits[start + i] as number) - most);
  return (logits[start + place] as number) - most - Math.log(total);
}
