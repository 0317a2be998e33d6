/** `a / b`, and another value where `b` is 0 (torchmetrics/utilities/compute.py, `_safe_divide`). */
export function safeDivide(a: number, b: number, zeroDivision = 0): number {
  return b === 0 ? zeroDivision : a / b;
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}

/** NaN for no values. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Probabilities as they are; anything else is logits (torchmetrics/utilities/compute.py, `normalize_logits_if_needed`). */
export function sigmoidIfLogits(values: ArrayLike<number>): Float32Array {
  const result = Float32Array.from(values);
  if (areProbabilities(result)) return result;
  for (let i = 0; i < result.length; i++) result[i] = 1 / (1 + Math.exp(-(result[i] as number)));
  return result;
}

/** As `sigmoidIfLogits`, with the softmax of each row of `classes` values. */
export function softmaxIfLogits(values: ArrayLike<number>, classes: number): Float32Array {
  const result = Float32Array.from(values);
  if (areProbabilities(result)) return result;
  const exponentials = new Float64Array(classes);
  for (let at = 0; at < result.length; at += classes) {
    const most = result[at + argmax(result, at, classes)] as number;
    let total = 0;
    for (let c = 0; c < classes; c++) {
      const exponential = Math.exp((result[at + c] as number) - most);
      exponentials[c] = exponential;
      total += exponential;
    }
    for (let c = 0; c < classes; c++) result[at + c] = (exponentials[c] as number) / total;
  }
  return result;
}

function areProbabilities(values: Float32Array): boolean {
  // Not `value < 0 || value > 1`: NaN is no probability.
  for (const value of values) if (!(value >= 0 && value <= 1)) return false;
  return true;
}

/** The place of the largest value of a row; NaN is larger than any, as in torch. */
export function argmax(data: ArrayLike<number>, start: number, count: number, stride = 1): number {
  let best = 0;
  let most = data[start] as number;
  for (let i = 1; i < count && !Number.isNaN(most); i++) {
    const value = data[start + i * stride] as number;
    if (value > most || Number.isNaN(value)) {
      most = value;
      best = i;
    }
  }
  return best;
}

/** Evenly spaced float32 numbers from 0 to 1, as torch.linspace computes them: from both ends to the middle. */
export function unitLinspace(steps: number): Float32Array {
  const step = Math.fround(1 / (steps - 1));
  const values = new Float32Array(steps);
  for (let i = 0; i < steps; i++) values[i] = i < steps >> 1 ? step * i : 1 - step * (steps - 1 - i);
  return values;
}
