import { classRows, type Values } from "../values.js";

/** The rows of scores `[row * classes + class]` whose target counts, and their targets. */
export interface KeptRows {
  readonly scores: Float32Array;
  readonly targets: Int32Array;
  readonly classes: number;
}

/** @param preds `[samples, classes, …]`; @param target `[samples, …]`. */
export function keptRows(preds: Values, target: Values, ignoreIndex: number | null): KeptRows {
  const classes = preds.shape[1] ?? 1;
  const rows = classRows(preds.data, preds.shape);
  if (ignoreIndex === null || !target.data.includes(ignoreIndex)) {
    return { scores: Float32Array.from(rows), targets: Int32Array.from(target.data), classes };
  }
  const targets = Int32Array.from(target.data.filter((value) => value !== ignoreIndex));
  const scores = new Float32Array(targets.length * classes);
  let at = 0;
  for (let row = 0; row < target.data.length; row++) {
    if (target.data[row] === ignoreIndex) continue;
    scores.set(rows.subarray(row * classes, (row + 1) * classes), at);
    at += classes;
  }
  return { scores, targets, classes };
}
