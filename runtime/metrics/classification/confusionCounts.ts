import { sigmoidIfLogits } from "../arithmetic.js";
import { classRows, type Values } from "../values.js";
import { aboveThreshold } from "./labelCounts.js";
import { predictedClasses } from "./multiclassCounts.js";

/** `[target][prediction]` of a binary batch, four counts. Ignored places go before logits are told from probabilities. */
export function binaryMatrix(
  preds: Values,
  target: Values,
  threshold: number,
  ignoreIndex: number | null,
): Float64Array {
  const [kept, wanted] = keptPlaces(preds, target, ignoreIndex);
  const predicted = aboveThreshold(kept, threshold);
  const matrix = new Float64Array(4);
  for (let i = 0; i < wanted.length; i++) {
    const cell = Math.trunc((wanted[i] as number) * 2 + (predicted[i] as number));
    matrix[requireCell(cell, 4)] = (matrix[cell] as number) + 1;
  }
  return matrix;
}

/** `[target][prediction]` of a multiclass batch, `numClasses` squared counts. */
export function multiclassMatrix(
  preds: Values,
  target: Values,
  numClasses: number,
  ignoreIndex: number | null,
): Float64Array {
  const predicted = predictedClasses(preds, target);
  const matrix = new Float64Array(numClasses * numClasses);
  for (let i = 0; i < target.data.length; i++) {
    const wanted = target.data[i] as number;
    if (wanted === ignoreIndex) continue;
    const cell = Math.trunc(wanted) * numClasses + Math.trunc(predicted[i] as number);
    matrix[requireCell(cell, matrix.length)] = (matrix[cell] as number) + 1;
  }
  return matrix;
}

/** `[label][target][prediction]` of a multilabel batch. */
export function multilabelMatrix(
  preds: Values,
  target: Values,
  numLabels: number,
  threshold: number,
  ignoreIndex: number | null,
): Float64Array {
  const predicted = classRows(Float32Array.from(aboveThreshold(preds, threshold)), preds.shape);
  const wanted = classRows(target.data, target.shape);
  const matrix = new Float64Array(numLabels * 4);
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === ignoreIndex) continue;
    const cell = (i % numLabels) * 4 + (wanted[i] as number) * 2 + (predicted[i] as number);
    matrix[requireCell(cell, matrix.length)] = (matrix[cell] as number) + 1;
  }
  return matrix;
}

/** The places whose target counts. */
export function keptPlaces(
  preds: Values,
  target: Values,
  ignoreIndex: number | null,
): [preds: Values, target: Values["data"]] {
  if (ignoreIndex === null || !target.data.includes(ignoreIndex)) return [preds, target.data];
  const isKept = (_: number, i: number) => target.data[i] !== ignoreIndex;
  return [{ ...preds, data: preds.data.filter(isKept) }, target.data.filter(isKept)];
}

/** Probabilities of the places whose target counts. */
export function keptProbabilities(
  preds: Values,
  target: Values,
  ignoreIndex: number | null,
): [probabilities: Float32Array, target: Values["data"]] {
  const [kept, wanted] = keptPlaces(preds, target, ignoreIndex);
  return [sigmoidIfLogits(kept.data), wanted];
}

function requireCell(cell: number, cells: number): number {
  if (cell >= 0 && cell < cells) return cell;
  throw new RangeError(
    "`preds` or `target` holds a class that is negative or not below `numClasses`. Check `numClasses`, or set `ignoreIndex` to the class that does not count.",
  );
}
