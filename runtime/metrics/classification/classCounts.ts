/** Right and wrong answers: true positives, false positives, true negatives, false negatives. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** Counts in a row, four for each class, and the classes of one sample (or of all) behind those of the other. */
export type CountArray = Float64Array;

export const TP = 0;
export const FP = 1;
export const TN = 2;
export const FN = 3;

/** The counts of one class. */
export function countsAt(counts: CountArray, place: number): Counts {
  const at = place * 4;
  return {
    tp: counts[at + TP] as number,
    fp: counts[at + FP] as number,
    tn: counts[at + TN] as number,
    fn: counts[at + FN] as number,
  };
}

/** The sums over `classes` classes from a place on. */
export function summedCounts(counts: CountArray, place: number, classes: number): Counts {
  const total = { tp: 0, fp: 0, tn: 0, fn: 0 };
  for (let c = 0; c < classes; c++) {
    const { tp, fp, tn, fn } = countsAt(counts, place + c);
    total.tp += tp;
    total.fp += fp;
    total.tn += tn;
    total.fn += fn;
  }
  return total;
}

/** Counts one answer about one class. */
export function note(counts: CountArray, place: number, isPositive: boolean, isPredicted: boolean): void {
  const kind = isPositive ? (isPredicted ? TP : FN) : isPredicted ? FP : TN;
  const at = place * 4 + kind;
  counts[at] = (counts[at] as number) + 1;
}
