import { requireWhole, wrong } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { largerCounts, ngramCounts, overlap, totalCount } from "./ngrams.js";
import { words } from "./words.js";

export interface BLEUOptions extends MetricOptions {
  /** The longest run of words that is compared; default 4. */
  readonly nGram?: number;
  /** Adds one to the counts of runs of two words and more; default false. */
  readonly smooth?: boolean;
  /** Of the lengths of runs, as many as `nGram`; default: all the same. */
  readonly weights?: readonly number[] | null;
}

/** How much of machine translations is in their references (torchmetrics/functional/text/bleu.py). */
export class BLEUScore extends Metric {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = true;
  private predsLength = this.addState("predsLength", 0, { distReduceFx: "sum" });
  private targetLength = this.addState("targetLength", 0, { distReduceFx: "sum" });
  private readonly matches: Float64Array;
  private readonly totals: Float64Array;
  protected readonly options;

  constructor(given: BLEUOptions = {}, defaults: object = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, { ...DEFAULTS, ...defaults });
    const { nGram, weights } = this.options;
    requireWhole(this, "nGram", nGram, 1);
    if (weights !== null && weights.length !== nGram)
      throw wrong(this, "weights", weights, `${nGram} numbers, as many as \`nGram\``);
    this.matches = this.addState("matches", new Float64Array(nGram), { distReduceFx: "sum" });
    this.totals = this.addState("totals", new Float64Array(nGram), { distReduceFx: "sum" });
  }

  /** @param preds translations; @param target the references of each of them. */
  update(preds: readonly string[], target: readonly (readonly string[])[]): void {
    const count = Math.min(preds.length, target.length);
    for (let i = 0; i < count; i++) {
      const references = Array.from(target[i] as readonly string[], (line) => this.tokens(line));
      this.take(this.tokens(preds[i] as string), references);
    }
  }

  override compute(): number {
    const { nGram, smooth, weights } = this.options;
    if (this.matches.some((match) => match === 0)) return 0;
    const precisions = Array.from(this.matches, (match, i) => {
      const more = smooth && i > 0 ? 1 : 0;
      return (match + more) / ((this.totals[i] as number) + more);
    });
    const logarithm = sum(precisions.map((precision, i) => (weights?.[i] ?? 1 / nGram) * Math.log(precision)));
    const brevity = this.predsLength > this.targetLength ? 1 : Math.exp(1 - this.targetLength / this.predsLength);
    return brevity * Math.exp(logarithm);
  }

  protected tokens(line: string): string[] {
    return words(line);
  }

  private take(pred: readonly string[], references: readonly (readonly string[])[]): void {
    const { nGram } = this.options;
    this.predsLength += pred.length;
    this.targetLength += nearestLength(pred.length, references);
    const known = references
      .map((reference) => ngramCounts(reference, nGram, " "))
      .reduce((all, counts) => all.map((one, i) => largerCounts(one, counts[i] as Map<string, number>)));
    for (const [i, counts] of ngramCounts(pred, nGram, " ").entries()) {
      this.matches[i] = (this.matches[i] as number) + overlap(counts, known[i] as Map<string, number>);
      this.totals[i] = (this.totals[i] as number) + totalCount(counts);
    }
  }
}

const DEFAULTS = { nGram: 4, smooth: false, weights: null as readonly number[] | null };

function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  const lengths = references.map((reference) => reference.length);
  return lengths.reduce((best, one) => (Math.abs(length - one) < Math.abs(length - best) ? one : best));
}
