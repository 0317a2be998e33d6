import type { Named } from "../argumentChecks.js";
import { sameShape, type Values } from "../values.js";

/**
 * Binary and multilabel batches: equal shapes, targets 0 and 1, predictions scores or 0 and 1
 * (torchmetrics/functional/classification/stat_scores.py).
 */
export function checkBinaryBatch(metric: Named, preds: Values, target: Values, ignoreIndex: number | null): void {
  sameShape(metric.constructor.name, ["preds", "target"], preds, target);
  requireZeroOne(metric, "target", target.data, ignoreIndex);
  if (!preds.isFloat) requireZeroOne(metric, "preds", preds.data, null);
}

/** `[samples, labels, …]`. */
export function checkLabels(metric: Named, { shape }: Values, numLabels: number): void {
  if (shape[1] === numLabels) return;
  throw new RangeError(
    `\`preds\` and \`target\` of ${metric.constructor.name} must be [samples, ${numLabels}, …], with \`numLabels\` columns; they are [${shape.join(", ")}].`,
  );
}

/** Class scores `[samples, classes, …]` or class numbers `[samples, …]`, and targets `[samples, …]`. */
export function checkMulticlassBatch(
  metric: Named,
  preds: Values,
  target: Values,
  numClasses: number | null,
  ignoreIndex: number | null,
): void {
  const [p, t] = [preds.shape, target.shape];
  if (p.length === t.length + 1) {
    if (!preds.isFloat) throw misfit(metric, preds, target, "Scores of classes must be floats.");
    if (numClasses !== null && p[1] !== numClasses) {
      throw misfit(metric, preds, target, `The second dimension of \`preds\` must be \`numClasses\`, ${numClasses}.`);
    }
    if (String([p[0], ...p.slice(2)]) !== String(t)) throw misfit(metric, preds, target, SHAPES);
  } else if (String(p) !== String(t)) throw misfit(metric, preds, target, SHAPES);
  // torchmetrics looks at the classes only where predictions are classes too.
  if (numClasses === null || preds.isFloat) return;
  const most = ignoreIndex === null ? numClasses : numClasses + 1;
  requireFewValues(metric, "target", target.data, most);
  requireFewValues(metric, "preds", preds.data, most);
}

/** Scores of a curve: float predictions and whole targets. */
export function checkScores(metric: Named, preds: Values, target: Values): void {
  const name = metric.constructor.name;
  if (target.isFloat)
    throw new RangeError(
      `\`target\` of ${name} must be an int32 or bool tensor; it is float32. Use \`target.toInt()\`.`,
    );
  requireFloatScores(metric, preds);
}

/** Predictions that must be probabilities or logits. */
export function requireFloatScores(metric: Named, preds: Values): void {
  if (preds.isFloat) return;
  throw new RangeError(
    `\`preds\` of ${metric.constructor.name} must be a float32 tensor of probabilities or logits; it holds whole numbers.`,
  );
}

const SHAPES = "They must be [samples, classes, …] and [samples, …], or both [samples, …].";

function misfit({ constructor: { name: metric } }: Named, preds: Values, target: Values, why: string): RangeError {
  return new RangeError(
    `\`preds\` of ${metric} is [${preds.shape.join(", ")}] and \`target\` is [${target.shape.join(", ")}]. ${why}`,
  );
}

export function requireZeroOne(
  { constructor: { name: metric } }: Named,
  name: string,
  data: ArrayLike<number>,
  ignoreIndex: number | null,
): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (value === 0 || value === 1 || value === ignoreIndex) continue;
    const ignored = ignoreIndex === null ? "" : ` and the ignored ${ignoreIndex}`;
    throw new RangeError(`\`${name}\` of ${metric} must hold 0 and 1${ignored} only; it holds ${value}.`);
  }
}

export function requireFewValues(
  { constructor: { name: metric } }: Named,
  name: string,
  data: ArrayLike<number>,
  most: number,
): void {
  const seen = new Set<number>();
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (seen.has(value)) continue;
    seen.add(value);
    if (seen.size > most) {
      throw new RangeError(
        `\`${name}\` of ${metric} holds more than ${most} different classes: ${[...seen].join(", ")} …. Check \`numClasses\`.`,
      );
    }
  }
}
