import { tf } from "../backend/tf.js";
import { Metric } from "./metric.js";

/** Share of right predictions. */
export class Accuracy extends Metric {
  #correct = 0;
  #total = 0;

  /**
   * @param predictions `[batch, classes]` scores, or `[batch]` class numbers.
   * @param target `[batch]` class numbers.
   */
  override update(predictions: tf.Tensor, target: tf.Tensor): void {
    const [correct, total] = tf.tidy(() => {
      const classes = predictions.rank > 1 ? tf.argMax(predictions, -1) : predictions;
      return [tf.sum(tf.equal(classes.toInt(), target.toInt()).toInt()).dataSync()[0] as number, target.size];
    });
    this.#correct += correct;
    this.#total += total;
  }

  override compute(): number {
    return this.#total === 0 ? 0 : this.#correct / this.#total;
  }

  override reset(): void {
    this.#correct = 0;
    this.#total = 0;
  }

  protected override saveState(): readonly number[] {
    return [this.#correct, this.#total];
  }

  protected override mergeState([correct = 0, total = 0]: readonly number[]): void {
    this.#correct += correct;
    this.#total += total;
  }
}
