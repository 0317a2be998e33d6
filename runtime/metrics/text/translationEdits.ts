import { aligned, type Edit } from "./levenshtein.js";

const MAX_SHIFT_SIZE = 10;
const MAX_SHIFT_DISTANCE = 50;
const MAX_CANDIDATES = 1000;

/**
 * The least number of edits and shifts of runs of words that a greedy search finds (torchmetrics/functional/text/ter.py,
 * `_translation_edit_rate`).
 *
 * @param pred the list that is changed; @param target what it becomes.
 */
export function translationEdits(pred: readonly string[], target: readonly string[]): number {
  if (target.length === 0) return 0;
  const search = { target, candidates: 0 };
  let current = pred;
  for (let shifts = 0; ; shifts++) {
    const best = bestShift(current, search);
    if (search.candidates >= MAX_CANDIDATES || best === null || best.gain <= 0) {
      return shifts + aligned(current, target).distance;
    }
    current = best.words;
  }
}

interface Search {
  readonly target: readonly string[];
  candidates: number;
}

/** A shift; the better one gains more, then is longer, then comes from and goes to an earlier place. */
interface Shift {
  readonly gain: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
}

function bestShift(words: readonly string[], search: Search): Shift | null {
  const { distance, edits } = aligned(words, search.target);
  const alignment = alignmentOf(edits);
  let best: Shift | null = null;
  for (const { from, target, length } of commonRuns(words, search.target)) {
    if (isInPlace(alignment, from, target, length)) continue;
    let before = -1;
    for (let offset = -1; offset < length; offset++) {
      const place = target + offset === -1 ? -1 : alignment.places.get(target + offset);
      if (place === undefined) break;
      const to = place + 1;
      if (to === before) continue;
      before = to;
      const shifted = shift(words, from, length, to);
      const gain = distance - aligned(shifted, search.target).distance;
      const candidate = { gain, length, from, to, words: shifted };
      search.candidates++;
      if (best === null || isBetter(candidate, best)) best = candidate;
    }
    if (search.candidates >= MAX_CANDIDATES) break;
  }
  return best;
}

interface Places {
  /** Where in the changed list the word before or at each place of the target is. */
  readonly places: ReadonlyMap<number, number>;
  /** 1 where a word of the target, or of the changed list, is not right. */
  readonly targetErrors: readonly number[];
  readonly predErrors: readonly number[];
}

function alignmentOf(edits: readonly Edit[]): Places {
  const places = new Map<number, number>();
  const [targetErrors, predErrors]: [number[], number[]] = [[], []];
  let [target, pred] = [-1, -1];
  for (const edit of edits) {
    const isError = edit === "keep" ? 0 : 1;
    if (edit !== "insert") {
      pred++;
      predErrors.push(isError);
    }
    if (edit !== "delete") {
      target++;
      targetErrors.push(isError);
      places.set(target, pred);
    }
  }
  return { places, targetErrors, predErrors };
}

/** Runs of words that both lists have, not too far from each other. */
function* commonRuns(
  pred: readonly string[],
  target: readonly string[],
): Generator<{ from: number; target: number; length: number }> {
  for (let from = 0; from < pred.length; from++) {
    for (let start = 0; start < target.length; start++) {
      if (Math.abs(start - from) > MAX_SHIFT_DISTANCE) continue;
      for (let length = 1; length < MAX_SHIFT_SIZE; length++) {
        if (pred[from + length - 1] !== target[start + length - 1]) break;
        yield { from, target: start, length };
        if (pred.length === from + length || target.length === start + length) break;
      }
    }
  }
}

/** Shifting what is right, to where it is right, or to itself, gains nothing. */
function isInPlace(
  { places, targetErrors, predErrors }: Places,
  from: number,
  target: number,
  length: number,
): boolean {
  if (!predErrors.slice(from, from + length).includes(1)) return true;
  if (!targetErrors.slice(target, target + length).includes(1)) return true;
  const place = places.get(target) as number;
  return from <= place && place < from + length;
}

function shift(words: readonly string[], from: number, length: number, to: number): string[] {
  const run = words.slice(from, from + length);
  if (to < from) return [...words.slice(0, to), ...run, ...words.slice(to, from), ...words.slice(from + length)];
  if (to > from + length)
    return [...words.slice(0, from), ...words.slice(from + length, to), ...run, ...words.slice(to)];
  return [...words.slice(0, from), ...words.slice(from + length, length + to), ...run, ...words.slice(length + to)];
}

function isBetter(a: Shift, b: Shift): boolean {
  if (a.gain !== b.gain) return a.gain > b.gain;
  if (a.length !== b.length) return a.length > b.length;
  if (a.from !== b.from) return a.from < b.from;
  if (a.to !== b.to) return a.to < b.to;
  const place = a.words.findIndex((word, i) => word !== b.words[i]);
  return place >= 0 && (a.words[place] as string) > (b.words[place] as string);
}
