import { requireBoolean } from "../argumentChecks.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { type TercomOptions, tercomWords } from "./tercomWords.js";
import { translationEdits } from "./translationEdits.js";
import { scoresOf, type Texts, withReferences } from "./words.js";

export interface TranslationEditRateOptions extends MetricOptions, Partial<TercomOptions> {
  /** Gives `[score, scores of the sentences]`; default false. */
  readonly returnSentenceLevelScore?: boolean;
}

export type TranslationEditValue<O> = O extends { readonly returnSentenceLevelScore: true }
  ? [score: number, sentences: number[]]
  : number;

/** Edits and shifts of words that make a reference of a translation, as a share of the references' words (torchmetrics/functional/text/ter.py). */
export class TranslationEditRate<O extends TranslationEditRateOptions = TranslationEditRateOptions> extends Metric<
  TranslationEditValue<O>
> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private edits = this.addState("edits", 0, { distReduceFx: "sum" });
  private length = this.addState("length", 0, { distReduceFx: "sum" });
  private sentences: number[] | null = null;
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      ...{
        normalize: false,
        noPunctuation: false,
        lowercase: true,
        asianSupport: false,
        returnSentenceLevelScore: false,
      },
    });
    for (const name of ["normalize", "noPunctuation", "lowercase", "asianSupport"] as const) {
      requireBoolean(this, name, this.options[name]);
    }
    if (this.options.returnSentenceLevelScore) {
      this.sentences = this.addState<number>("sentences", [], { distReduceFx: "cat" });
    }
  }

  /** @param preds translations; @param target the references of each of them. */
  update(preds: Texts, target: readonly (string | readonly string[])[]): void {
    const texts = withReferences(preds, target);
    const count = Math.min(texts.preds.length, texts.target.length);
    for (let i = 0; i < count; i++) {
      const pred = tercomWords(texts.preds[i] as string, this.options);
      const references = (texts.target[i] as readonly string[]).map((reference) =>
        tercomWords(reference, this.options),
      );
      const edits = Math.min(NONE, ...references.map((reference) => translationEdits(reference, pred)));
      const length = references.reduce((total, reference) => total + reference.length, 0) / references.length;
      this.edits += edits;
      this.length += length;
      this.sentences?.push(rate(edits, length));
    }
  }

  override compute(): TranslationEditValue<O> {
    const score = rate(this.edits, this.length);
    return (this.sentences === null ? score : [score, scoresOf(this, this.sentences)]) as TranslationEditValue<O>;
  }
}

/** What torchmetrics counts where there is no reference. */
const NONE = 2e16;

function rate(edits: number, length: number): number {
  // Without references the length is NaN.
  if (edits <= 0 || Number.isNaN(length)) return 0;
  return length > 0 ? edits / length : 1;
}
