import type * as tfjs from "@tensorflow/tfjs";
import type { TensorStatistics } from "../protocol/debugApi.js";
import { countText, shortNumber } from "./numberText.js";
import { statisticsOf } from "./tensorStatistics.js";
import { sampleOf, TensorView } from "./tensorView.js";

/** Numbers that the texts of one list of variables may go through: some 15 ms. */
export const NUMBERS_A_LIST = 2 ** 21;
/** Numbers that a tensor beyond that is sampled by, and what they count as: its blocks cost an operation each. */
const SAMPLE = 2 ** 16;
const SAMPLE_COST = 4 * SAMPLE;
/** So few numbers are always read. */
const FEW = 64;
/** Strings and complex numbers that are shown. */
const SHOWN = 3;

/** What is left to be read for the texts of one list of variables. */
export interface Budget {
  numbers: number;
}

/**
 * A tensor in a line: `Tensor float32[64,28,28,1] μ 0.131 σ 0.308 min 0 max 1`. What is wrong comes first: `disposed`, `2 NaN, 1 Inf`.
 * No tensor is made for it but for a sample, which is freed at once.
 */
export function tensorText(tf: typeof tfjs, tensor: tfjs.Tensor, budget: Budget): string {
  const { dtype, shape, isDisposed } = tensor;
  const kind = tensor instanceof tf.Variable ? tensor.constructor.name : "Tensor";
  const frozen = "grad" in tensor && tensor instanceof tf.Variable && !tensor.trainable ? " frozen" : "";
  const head = `${kind} ${typeText(dtype, shape)}${frozen}`;
  return isDisposed ? `${head} disposed` : `${head}${spaced(contentText(tf, tensor, budget))}`;
}

/** A slice in a line: as its tensor, without the type, which its tensor's text has. */
export function viewText(view: TensorView, budget: Budget): string {
  const content = budgeted(budget, view.size) ? viewContent(view) : "";
  return view.shape.length === 0 ? content : `[${view.shape.join(",")}]${spaced(content)}`;
}

/** `float32[2,3]`; a scalar is just `float32`. */
export function typeText(dtype: string, shape: readonly number[]): string {
  return shape.length === 0 ? dtype : `${dtype}[${shape.join(",")}]`;
}

function contentText(tf: typeof tfjs, tensor: tfjs.Tensor, budget: Budget): string {
  const { size, dtype } = tensor;
  if (size === 0) return "empty";
  if (budgeted(budget, size)) return viewContent(TensorView.of(tensor));
  if (dtype === "string" || dtype === "complex64" || !spend(budget, SAMPLE_COST)) return "";
  const statistics = statisticsOf(sampleOf(tf, tensor, SAMPLE));
  const note = `(of ${countText(statistics.values)} in ${countText(size)} values)`;
  return `${dtype === "bool" ? shareText(statistics) : statisticsText(statistics)} ${note}`;
}

function viewContent(view: TensorView): string {
  const { dtype, shape, values, size } = view;
  if (size === 0) return "empty";
  if (dtype === "string" || dtype === "complex64" || shape.length === 0) {
    const shown = Array.from({ length: Math.min(size, SHOWN) }, (_, i) => view.elementText(i));
    return `${shown.join(", ")}${size > SHOWN ? ", …" : ""}`;
  }
  const statistics = statisticsOf([values as Float32Array]);
  return dtype === "bool" ? boolText(statistics) : statisticsText(statistics);
}

function statisticsText({ nan, infinite, mean, std, min, max }: TensorStatistics): string {
  const wrong = [
    ...(nan > 0 ? [`${countText(nan)} NaN`] : []),
    ...(infinite > 0 ? [`${countText(infinite)} Inf`] : []),
  ];
  const right =
    mean === null || std === null || min === null || max === null
      ? []
      : [`μ ${shortNumber(mean)} σ ${shortNumber(std)} min ${shortNumber(min)} max ${shortNumber(max)}`];
  return [...(wrong.length > 0 ? [wrong.join(", ")] : []), ...right].join(" ");
}

function boolText({ values, mean }: TensorStatistics): string {
  const isTrue = Math.round((mean ?? 0) * values);
  return `${countText(isTrue)} true, ${countText(values - isTrue)} false`;
}

function shareText({ mean }: TensorStatistics): string {
  return `${shortNumber(100 * (mean ?? 0))} % true`;
}

function budgeted(budget: Budget, numbers: number): boolean {
  return numbers <= FEW || spend(budget, numbers);
}

function spend(budget: Budget, numbers: number): boolean {
  if (numbers > budget.numbers) return false;
  budget.numbers -= numbers;
  return true;
}

function spaced(text: string): string {
  return text === "" ? "" : ` ${text}`;
}
