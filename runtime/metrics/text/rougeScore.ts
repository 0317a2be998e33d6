import { requireOneOf } from "../argumentChecks.js";
import { mean } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { ngramCounts, overlap, totalCount } from "./ngrams.js";
import { longestCommon, type RougeParts, rougeParts, summaryOverlap } from "./rougeParts.js";
import { type Texts, textsOf } from "./words.js";

export interface ROUGEOptions extends MetricOptions {
  /** What a text becomes before it is taken apart; default: small letters, and blanks for all but letters and digits. */
  readonly normalizer?: ((text: string) => string) | null;
  /** Default: at blanks. */
  readonly tokenizer?: ((text: string) => readonly string[]) | null;
  /** Of several references the best, or their mean; default "best". */
  readonly accumulate?: "best" | "avg";
  /** `"rouge1"` to `"rouge9"`, `"rougeL"`, `"rougeLsum"`; default rouge1, rouge2, rougeL and rougeLsum. */
  readonly rougeKeys?: string | readonly string[];
}

/**
 * Runs of words that texts share with their references: `{ rouge1_fmeasure, rouge1_precision, … }` (torchmetrics/functional/text/rouge.py).
 * `rougeLsum` takes lines for sentences, as Google's `rouge_score`; torchmetrics has NLTK look for them.
 */
export class ROUGEScore extends Metric<Record<string, number>> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = true;
  /** Precision, recall and F-measure of each text, under each key. */
  private scores: Readonly<Record<string, RougeParts>>[] = this.addState("scores", []);
  private readonly keys: readonly string[];
  private readonly options;

  constructor(given: ROUGEOptions = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      normalizer: null as ((text: string) => string) | null,
      tokenizer: null as ((text: string) => readonly string[]) | null,
      accumulate: "best",
      rougeKeys: ["rouge1", "rouge2", "rougeL", "rougeLsum"] as string | readonly string[],
    });
    this.keys = [this.options.rougeKeys].flat();
    for (const key of this.keys) requireOneOf(this, "rougeKeys", key, KEYS);
    requireOneOf(this, "accumulate", this.options.accumulate, ["avg", "best"]);
  }

  /** @param preds texts; @param target a reference for each, or several for each. */
  update(preds: Texts, target: string | readonly (string | readonly string[])[]): void {
    const references = referencesOf(preds, target);
    const texts = textsOf(preds);
    const count = Math.min(texts.length, references.length);
    for (let i = 0; i < count; i++) {
      const all = (references[i] as readonly string[]).map((reference) => this.compared(texts[i] as string, reference));
      this.scores.push(
        Object.fromEntries(this.keys.map((key) => [key, this.accumulated(all.map((one) => one[key] as RougeParts))])),
      );
    }
  }

  override compute(): Record<string, number> {
    return Object.fromEntries(
      this.keys.flatMap((key) =>
        PARTS.map((part) => [`${key}_${part}`, mean(this.scores.map((score) => (score[key] as RougeParts)[part]))]),
      ),
    );
  }

  private compared(pred: string, reference: string): Record<string, RougeParts> {
    const [a, b] = [this.tokens(pred), this.tokens(reference)];
    return Object.fromEntries(
      this.keys.map((key) => {
        if (key === "rougeL") return [key, rougeParts(longestCommon(a, b), a.length, b.length)];
        if (key === "rougeLsum") return [key, summaryOverlap(this.sentences(pred), this.sentences(reference))];
        const n = Number(key.slice("rouge".length));
        const [x, y] = [ngramCounts(a, n, " ")[n - 1] ?? new Map(), ngramCounts(b, n, " ")[n - 1] ?? new Map()];
        return [key, rougeParts(overlap(x, y), totalCount(x), totalCount(y))];
      }),
    );
  }

  private accumulated(all: readonly RougeParts[]): RougeParts {
    if (this.options.accumulate === "best")
      return all.reduce((best, one) => (one.fmeasure > best.fmeasure ? one : best));
    const part = (name: (typeof PARTS)[number]) => mean(all.map((one) => one[name]));
    return { fmeasure: part("fmeasure"), precision: part("precision"), recall: part("recall") };
  }

  private sentences(text: string): string[][] {
    return text.split("\n").map((line) => this.tokens(line));
  }

  private tokens(text: string): string[] {
    const { normalizer, tokenizer } = this.options;
    const normal = normalizer === null ? text.toLowerCase().replace(/[^a-z0-9]+/g, " ") : normalizer(text);
    return (tokenizer === null ? normal.split(/\s+/u) : [...tokenizer(normal)]).filter((token) => token !== "");
  }
}

const PARTS = ["fmeasure", "precision", "recall"] as const;

const KEYS = [...Array.from({ length: 9 }, (_, i) => `rouge${i + 1}`), "rougeL", "rougeLsum"];

function referencesOf(
  preds: Texts,
  target: string | readonly (string | readonly string[])[],
): readonly (readonly string[])[] {
  if (typeof target === "string") return [[target]];
  if (!target.every((one) => typeof one === "string")) return target as readonly (readonly string[])[];
  return typeof preds === "string" ? [target as readonly string[]] : (target as readonly string[]).map((one) => [one]);
}
