import { tf } from "../backend/tf.js";
import { Metric } from "./metric.js";

/** The mean of the values it was given (torchmetrics.MeanMetric), in float32 as there. */
export class MeanMetric extends Metric {
  #sum = 0;
  #weight = 0;

  /** @param values numbers to take in; @param weight of each of them, default 1. */
  override update(values: tf.Tensor | number, weight: tf.Tensor | number = 1): void {
    const [sum, total] = weightedSum(numbersOf(values), numbersOf(weight));
    this.#sum = Math.fround(this.#sum + sum);
    this.#weight = Math.fround(this.#weight + total);
  }

  override compute(): number {
    return this.#sum / this.#weight;
  }

  override reset(): void {
    this.#sum = 0;
    this.#weight = 0;
  }

  protected override saveState(): readonly number[] {
    return [this.#sum, this.#weight];
  }

  protected override mergeState([sum = 0, weight = 0]: readonly number[]): void {
    this.#sum = Math.fround(this.#sum + sum);
    this.#weight = Math.fround(this.#weight + weight);
  }
}

function numbersOf(values: tf.Tensor | number): ArrayLike<number> {
  return values instanceof tf.Tensor ? values.dataSync() : [values];
}

function weightedSum(values: ArrayLike<number>, weights: ArrayLike<number>): readonly [sum: number, weight: number] {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const weight = weights[weights.length === 1 ? 0 : i] as number;
    sum = Math.fround(sum + Math.fround((values[i] as number) * weight));
    total += weight;
  }
  return [sum, total];
}
