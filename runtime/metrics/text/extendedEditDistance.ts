import { requireOneOf, wrong } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { scoresOf, type Texts, withReferences } from "./words.js";

export interface ExtendedEditDistanceOptions extends MetricOptions {
  /** How sentences are prepared; default "en". */
  readonly language?: "en" | "ja";
  /** Gives `[score, scores of the sentences]`; default false. */
  readonly returnSentenceLevelScore?: boolean;
  /** What a jump to another place costs; default 2. */
  readonly alpha?: number;
  /** What visiting a place again costs; default 0.3. */
  readonly rho?: number;
  /** Default 0.2. */
  readonly deletion?: number;
  /** Default 1. */
  readonly insertion?: number;
}

export type ExtendedEditValue<O> = O extends { readonly returnSentenceLevelScore: true }
  ? [score: number, sentences: number[]]
  : number;

/** Edit distance of characters that may jump (torchmetrics/functional/text/eed.py). */
export class ExtendedEditDistance<O extends ExtendedEditDistanceOptions = ExtendedEditDistanceOptions> extends Metric<
  ExtendedEditValue<O>
> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private sentences: number[] = this.addState("sentences", [], { distReduceFx: "cat" });
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      ...{ language: "en", returnSentenceLevelScore: false, alpha: 2, rho: 0.3, deletion: 0.2, insertion: 1 },
    });
    requireOneOf(this, "language", this.options.language, ["en", "ja"]);
    for (const name of ["alpha", "rho", "deletion", "insertion"] as const) {
      const value: unknown = this.options[name];
      if (typeof value !== "number" || value < 0) throw wrong(this, name, value, "a number of at least 0");
    }
  }

  /** @param preds translations; @param target the references of each of them. */
  update(preds: Texts, target: readonly (string | readonly string[])[]): void {
    const texts = withReferences(preds, target);
    if (texts.preds.length === 0 || texts.target[0]?.length === 0) return;
    const count = Math.min(texts.preds.length, texts.target.length);
    for (let i = 0; i < count; i++) {
      const pred = this.prepared(texts.preds[i] as string);
      const scores = (texts.target[i] as readonly string[]).map((reference) =>
        this.distance(pred, this.prepared(reference)),
      );
      this.sentences.push(Math.min(Number.POSITIVE_INFINITY, ...scores));
    }
  }

  override compute(): ExtendedEditValue<O> {
    const average = this.sentences.length === 0 ? 0 : sum(this.sentences) / this.sentences.length;
    return (
      this.options.returnSentenceLevelScore ? [average, scoresOf(this, this.sentences)] : average
    ) as ExtendedEditValue<O>;
  }

  private prepared(sentence: string): string[] {
    if (typeof sentence !== "string") {
      throw new RangeError(`ExtendedEditDistance compares texts; it was given a ${typeof sentence}.`);
    }
    return [...(this.options.language === "en" ? english(sentence) : sentence.trimEnd().normalize("NFKC"))];
  }

  private distance(pred: readonly string[], reference: readonly string[]): number {
    const { alpha, rho, deletion, insertion } = this.options;
    const visits = pred.map(() => -1).concat(-1);
    let row: number[] = visits.map((_, i) => (i === 0 ? 0 : 1));
    for (const char of reference) {
      const next: number[] = [];
      for (let i = 0; i <= pred.length; i++) {
        next.push(
          i === 0
            ? (row[0] as number) + 1
            : Math.min(
                (next[i - 1] as number) + deletion,
                (row[i - 1] as number) + Number(pred[i - 1] !== char),
                (row[i] as number) + insertion,
              ),
        );
      }
      const least = next.reduce((a, b) => Math.min(a, b));
      const place = next.indexOf(least);
      visits[place] = (visits[place] as number) + 1;
      row = char === " " ? next.map((value) => Math.min(value, alpha + least)) : next;
    }
    const coverage = rho * sum(visits.map((count) => (count >= 0 ? count : 1)));
    return Math.min(1, ((row.at(-1) as number) + coverage) / (reference.length + coverage));
  }
}

function english(sentence: string): string {
  let text = sentence.trimEnd();
  for (const mark of [".", "!", "?", ","]) text = text.replaceAll(mark, ` ${mark}`);
  text = text
    .replace(/\s+/gu, " ")
    .replace(/(\d) ([.,]) (\d)/gu, "$1$2$3")
    .replace(/(Dr|Jr|Prof|Rev|Gen|Mr|Mt|Mrs|Ms) ./gu, "$1.");
  text = text.replaceAll("e . g .", "e.g.").replaceAll("i . e .", "i.e.").replaceAll("U . S .", "U.S.");
  return ` ${text} `;
}
