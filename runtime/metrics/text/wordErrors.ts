import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { editDistance, type Texts, textsOf, words } from "./words.js";

/** The edits between texts as a share of something. */
abstract class EditRate extends Metric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private errors = this.addState("errors", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed(this.constructor.name, options, {});
  }

  /** @param preds a text or several; @param target what each should be. */
  update(preds: Texts, target: Texts): void {
    for (const [pred, wanted] of pairs(preds, target)) {
      const [a, b] = [this.tokens(pred), this.tokens(wanted)];
      this.errors += editDistance(a, b);
      this.total += this.size(a, b);
    }
  }

  override compute(): number {
    return this.errors / this.total;
  }

  protected tokens(text: string): string[] {
    return words(text);
  }

  /** What the edits of a pair are a share of. */
  protected size(_pred: readonly string[], target: readonly string[]): number {
    return target.length;
  }
}

/** Word edits as a share of the target's words (torchmetrics/functional/text/wer.py). */
export class WordErrorRate extends EditRate {}

/** Character edits as a share of the target's characters (torchmetrics/functional/text/cer.py). */
export class CharErrorRate extends EditRate {
  protected override tokens(text: string): string[] {
    return [...text];
  }
}

/** Word edits as a share of the longer text's words (torchmetrics/functional/text/mer.py). */
export class MatchErrorRate extends EditRate {
  protected override size(pred: readonly string[], target: readonly string[]): number {
    return Math.max(pred.length, target.length);
  }
}

/** Words that two texts share, as shares of both. */
abstract class WordInfo extends Metric {
  override readonly fullStateUpdate: boolean | null = false;
  private shared = this.addState("shared", 0, { distReduceFx: "sum" });
  private targetTotal = this.addState("targetTotal", 0, { distReduceFx: "sum" });
  private predsTotal = this.addState("predsTotal", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed(this.constructor.name, options, {});
  }

  /** @param preds a text or several; @param target what each should be. */
  update(preds: Texts, target: Texts): void {
    for (const [pred, wanted] of pairs(preds, target)) {
      const [a, b] = [words(pred), words(wanted)];
      this.shared += Math.max(a.length, b.length) - editDistance(a, b);
      this.targetTotal += b.length;
      this.predsTotal += a.length;
    }
  }

  protected preserved(): number {
    return (this.shared / this.targetTotal) * (this.shared / this.predsTotal);
  }
}

/** Share of the words' information that is kept (torchmetrics/functional/text/wip.py). */
export class WordInfoPreserved extends WordInfo {
  override readonly higherIsBetter: boolean | null = false;

  override compute(): number {
    return this.preserved();
  }
}

/** Share of the words' information that is lost (torchmetrics/functional/text/wil.py). */
export class WordInfoLost extends WordInfo {
  override readonly higherIsBetter: boolean | null = false;

  override compute(): number {
    return 1 - this.preserved();
  }
}

/** Each prediction with its target; what one has more is left out. */
function pairs(preds: Texts, target: Texts): [pred: string, target: string][] {
  const [texts, wanted] = [textsOf(preds), textsOf(target)];
  const count = Math.min(texts.length, wanted.length);
  return Array.from({ length: count }, (_, i) => [texts[i] as string, wanted[i] as string]);
}
