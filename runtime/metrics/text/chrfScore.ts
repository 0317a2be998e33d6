import { requireWhole, wrong } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { ngramCounts, overlap, totalCount } from "./ngrams.js";
import { scoresOf, type Texts, withReferences, words } from "./words.js";

export interface CHRFOptions extends MetricOptions {
  /** The longest run of characters that is compared; default 6. */
  readonly nCharOrder?: number;
  /** The longest run of words; default 2, which is chrF++. 0 is chrF. */
  readonly nWordOrder?: number;
  /** How many times as much recall counts as precision; default 2. */
  readonly beta?: number;
  /** Default false. */
  readonly lowercase?: boolean;
  /** Blanks count as characters; default false. */
  readonly whitespace?: boolean;
  /** Gives `[score, scores of the sentences]`; default false. */
  readonly returnSentenceLevelScore?: boolean;
}

export type CHRFValue<O> = O extends { readonly returnSentenceLevelScore: true }
  ? [score: number, sentences: number[]]
  : number;

/** Runs of characters, then of words, by their length: how many there are. */
type Totals = Float64Array;

/** F-score of the runs of characters and words that translations share with a reference (torchmetrics/functional/text/chrf.py). */
export class CHRFScore<O extends CHRFOptions = CHRFOptions> extends Metric<CHRFValue<O>> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = true;
  private readonly preds: Totals;
  private readonly target: Totals;
  private readonly matching: Totals;
  private sentences: number[] | null = null;
  private readonly options;

  constructor(given: O = {} as O) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      ...{
        nCharOrder: 6,
        nWordOrder: 2,
        beta: 2,
        lowercase: false,
        whitespace: false,
        returnSentenceLevelScore: false,
      },
    });
    const { nCharOrder, nWordOrder, beta, returnSentenceLevelScore } = this.options;
    requireWhole(this, "nCharOrder", nCharOrder, 1);
    requireWhole(this, "nWordOrder", nWordOrder, 0);
    if (beta < 0) throw wrong(this, "beta", beta, "a number of at least 0");
    const size = nCharOrder + nWordOrder;
    this.preds = this.addState("preds", new Float64Array(size), { distReduceFx: "sum" });
    this.target = this.addState("target", new Float64Array(size), { distReduceFx: "sum" });
    this.matching = this.addState("matching", new Float64Array(size), { distReduceFx: "sum" });
    if (returnSentenceLevelScore) this.sentences = this.addState<number>("sentences", [], { distReduceFx: "cat" });
  }

  /** @param preds translations; @param target the references of each of them. */
  update(preds: Texts, target: readonly (string | readonly string[])[]): void {
    const texts = withReferences(preds, target);
    const count = Math.min(texts.preds.length, texts.target.length);
    for (let i = 0; i < count; i++) this.take(texts.preds[i] as string, texts.target[i] as readonly string[]);
  }

  override compute(): CHRFValue<O> {
    const score = fScore(this.matching, this.preds, this.target, this.options.beta);
    return (this.sentences === null ? score : [score, scoresOf(this, this.sentences)]) as CHRFValue<O>;
  }

  private take(pred: string, references: readonly string[]): void {
    const grams = this.grams(pred);
    const ofPred = Float64Array.from(grams, totalCount);
    let best = { score: 0, matching: ofPred.map(() => 0), target: ofPred.map(() => 0) };
    for (const reference of references) {
      const others = this.grams(reference);
      const target = Float64Array.from(others, totalCount);
      const matching = Float64Array.from(others, (counts, i) => overlap(counts, grams[i] as Map<string, number>));
      const score = fScore(matching, ofPred, target, this.options.beta);
      if (score > best.score) best = { score, matching, target };
    }
    this.sentences?.push(best.score);
    add(this.preds, ofPred);
    add(this.target, best.target);
    add(this.matching, best.matching);
  }

  /** The runs of characters and of words of a sentence. */
  private grams(sentence: string): Map<string, number>[] {
    const { nCharOrder, nWordOrder, lowercase, whitespace } = this.options;
    const text = lowercase ? sentence.toLowerCase() : sentence;
    const characters = [...(whitespace ? text : text.trim().replaceAll(" ", ""))];
    const tokens = words(text).flatMap(withoutPunctuation);
    return [...ngramCounts(characters, nCharOrder, ""), ...ngramCounts(tokens, nWordOrder, " ")];
  }
}

const PUNCTUATION = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/** A word, and a mark at its end or beginning. */
function withoutPunctuation(word: string): string[] {
  const characters = [...word];
  if (characters.length === 1) return [word];
  if (PUNCTUATION.has(characters.at(-1) as string))
    return [characters.slice(0, -1).join(""), characters.at(-1) as string];
  if (PUNCTUATION.has(characters[0] as string)) return [characters[0] as string, characters.slice(1).join("")];
  return [word];
}

function fScore(matching: Totals, preds: Totals, target: Totals, beta: number): number {
  const scores = Array.from(matching, (match, i) => {
    const precision = (preds[i] as number) > 0 ? match / (preds[i] as number) : 0;
    const recall = (target[i] as number) > 0 ? match / (target[i] as number) : 0;
    return ((1 + beta ** 2) * precision * recall) / Math.max(beta ** 2 * precision + recall, 1e-16);
  });
  return sum(scores) / scores.length;
}

function add(total: Totals, more: Totals): void {
  for (const [i, value] of more.entries()) total[i] = (total[i] as number) + value;
}
