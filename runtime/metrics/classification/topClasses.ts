import { topk } from "../torchOrder.js";
import { product, type Values } from "../values.js";

/**
 * The class that counts as predicted when `topK` answers are allowed: the target when it is among the best `topK` scores, else the best.
 *
 * @param preds `[samples, classes, …]`; @param target `[samples, …]`.
 * @throws when there are fewer classes than `topK`, or targets are no whole numbers.
 */
export function topClasses(preds: Values, target: Values, topK: number): Int32Array {
  const [samples = 0, classes = 1] = preds.shape;
  if (preds.shape.length !== target.shape.length + 1 || topK > classes) {
    throw new RangeError(
      `\`topK\` ${topK} needs scores of at least ${topK} classes, \`preds\` of [samples, classes, …]; they are [${preds.shape.join(", ")}].`,
    );
  }
  if (target.isFloat) {
    throw new RangeError(
      "With `topK` above 1 `target` must be an int32 tensor of class numbers; it is float32. Use `target.toInt()`.",
    );
  }
  const places = product(preds.shape.slice(2));
  const scores = new Float32Array(classes);
  const chosen = new Int32Array(samples * places);
  for (let n = 0; n < samples; n++) {
    for (let x = 0; x < places; x++) {
      const wanted = target.data[n * places + x] as number;
      for (let c = 0; c < classes; c++) scores[c] = preds.data[(n * classes + c) * places + x] as number;
      chosen[n * places + x] = chosenClass(scores, wanted, topK);
    }
  }
  return chosen;
}

/** Torch's order of equal scores is looked up only where it matters. */
function chosenClass(scores: Float32Array, wanted: number, topK: number): number {
  const own = scores[wanted] ?? Number.NaN;
  let [better, equal] = [0, 0];
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c] as number;
    if (score > own) better++;
    else if (score === own) equal++;
    else if (!(score < own)) return fromTop(scores, wanted, topK);
  }
  if (equal > 0 && better + equal <= topK) return wanted;
  const best = better >= topK ? soleBest(scores) : undefined;
  return best ?? fromTop(scores, wanted, topK);
}

/** The class of the highest score, unless there are several. */
function soleBest(scores: Float32Array): number | undefined {
  let [best, highest, sole] = [0, Number.NEGATIVE_INFINITY, false];
  for (let c = 0; c < scores.length; c++) {
    const score = scores[c] as number;
    if (score > highest) [best, highest, sole] = [c, score, true];
    else if (score === highest) sole = false;
  }
  return sole ? best : undefined;
}

function fromTop(scores: Float32Array, wanted: number, topK: number): number {
  const best = topk(scores, topK);
  return best.includes(wanted) ? wanted : (best[0] as number);
}
