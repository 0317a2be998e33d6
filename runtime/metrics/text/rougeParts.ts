import { sum } from "../arithmetic.js";

/** What two texts share, as a share of each. */
export interface RougeParts {
  readonly fmeasure: number;
  readonly precision: number;
  readonly recall: number;
}

export function rougeParts(hits: number, predLength: number, targetLength: number): RougeParts {
  if (predLength === 0 || targetLength === 0 || hits === 0) return { fmeasure: 0, precision: 0, recall: 0 };
  const [precision, recall] = [hits / predLength, hits / targetLength];
  return { fmeasure: (2 * precision * recall) / (precision + recall), precision, recall };
}

/** The length of the longest list of words that both have in this order. */
export function longestCommon(pred: readonly string[], target: readonly string[]): number {
  return commonLengths(pred, target).at(-1)?.at(-1) ?? 0;
}

/** Words of the reference's sentences that are in a longest common list with one of the text's sentences, each as often as both have it. */
export function summaryOverlap(
  pred: readonly (readonly string[])[],
  target: readonly (readonly string[])[],
): RougeParts {
  const [left, wanted] = [counts(pred), counts(target)];
  let hits = 0;
  for (const sentence of target) {
    const places = new Set(pred.flatMap((one) => commonPlaces(one, sentence)));
    for (const place of [...places].sort((a, b) => a - b)) {
      const word = sentence[place] as string;
      if (!((left.get(word) ?? 0) > 0 && (wanted.get(word) ?? 0) > 0)) continue;
      hits++;
      left.set(word, (left.get(word) as number) - 1);
      wanted.set(word, (wanted.get(word) as number) - 1);
    }
  }
  return rougeParts(hits, sum(pred.map(({ length }) => length)), sum(target.map(({ length }) => length)));
}

function counts(sentences: readonly (readonly string[])[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of sentences.flat()) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}

/** At `[j][i]`: the length for the first `j` words of the target and the first `i` of the text. */
function commonLengths(pred: readonly string[], target: readonly string[]): number[][] {
  const rows = [Array.from({ length: pred.length + 1 }, () => 0)];
  for (const word of target) {
    const above = rows.at(-1) as number[];
    const row = [0];
    for (const [i, other] of pred.entries()) {
      row.push(word === other ? (above[i] as number) + 1 : Math.max(above[i + 1] as number, row[i] as number));
    }
    rows.push(row);
  }
  return rows;
}

/** Places of the target's words in a longest common list. */
function commonPlaces(pred: readonly string[], target: readonly string[]): number[] {
  const lengths = commonLengths(pred, target);
  const places: number[] = [];
  let [i, j] = [pred.length, target.length];
  while (i > 0 && j > 0) {
    if (pred[i - 1] === target[j - 1]) {
      places.push(j - 1);
      i--;
      j--;
    } else if ((lengths[j]?.[i - 1] as number) > (lengths[j - 1]?.[i] as number)) i--;
    else j--;
  }
  return places;
}
