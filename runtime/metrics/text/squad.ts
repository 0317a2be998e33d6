import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { words } from "./words.js";

/** An answer, in the data set's own words. */
export interface SQuADPrediction {
  readonly prediction_text: string;
  readonly id: string;
}

/** A question's true answers, in the data set's own words. */
export interface SQuADTarget {
  readonly answers: { readonly text: readonly string[]; readonly answer_start?: readonly number[] };
  readonly id: string;
}

/** In percent. */
export interface SQuADValue {
  readonly exact_match: number;
  readonly f1: number;
}

/** Answers that are right to the letter, and the overlap of their words with the true ones (torchmetrics/functional/text/squad.py). */
export class SQuAD extends Metric<SQuADValue> {
  override readonly higherIsBetter: boolean | null = true;
  override readonly fullStateUpdate: boolean | null = false;
  private f1 = this.addState("f1", 0, { distReduceFx: "sum" });
  private exactMatch = this.addState("exactMatch", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed("SQuAD", options, {});
  }

  update(preds: SQuADPrediction | readonly SQuADPrediction[], target: SQuADTarget | readonly SQuADTarget[]): void {
    const answers = new Map([preds].flat().map((pred) => [requireKeys(pred, "prediction_text"), pred.prediction_text]));
    for (const question of [target].flat() as readonly SQuADTarget[]) {
      const id = requireKeys(question, "answers");
      if (!("text" in question.answers)) throw missing("text", "the `answers` of a target");
      const answer = answers.get(id);
      this.total++;
      if (answer === undefined) {
        console.warn(`Unanswered question ${id} will receive score 0.`);
        continue;
      }
      this.exactMatch += best(question, (truth) => Number(normalized(answer) === normalized(truth)));
      this.f1 += best(question, (truth) => wordOverlap(answer, truth));
    }
  }

  override compute(): SQuADValue {
    return { exact_match: (100 * this.exactMatch) / this.total, f1: (100 * this.f1) / this.total };
  }
}

function best({ answers }: SQuADTarget, score: (truth: string) => number): number {
  return answers.text.map(score).reduce((most, one) => Math.max(most, one));
}

function requireKeys(entry: object, key: string): string {
  if (!(key in entry)) throw missing(key, key === "answers" ? "a target" : "a prediction");
  if (!("id" in entry)) throw missing("id", key === "answers" ? "a target" : "a prediction");
  return String(entry.id);
}

function missing(key: string, where: string): RangeError {
  return new RangeError(
    `SQuAD needs \`${key}\` in ${where}. Predictions are \`{ prediction_text, id }\`, targets \`{ answers: { text: […] }, id }\`.`,
  );
}

/** Small letters, without punctuation and articles. */
function normalized(text: string): string {
  const bare = text.toLowerCase().replace(/[!-/:-@[-`{-~]/g, "");
  return words(bare.replace(/\b(a|an|the)\b/g, " ")).join(" ");
}

function wordOverlap(answer: string, truth: string): number {
  const [given, wanted] = [words(normalized(answer)), words(normalized(truth))];
  if (given.length === 0 || wanted.length === 0) return Number(given.length === wanted.length);
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of given) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    common++;
  }
  if (common === 0) return 0;
  const [precision, recall] = [common / given.length, common / wanted.length];
  return (2 * precision * recall) / (precision + recall);
}
