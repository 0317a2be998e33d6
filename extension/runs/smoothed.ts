import { Column } from "./column.js";
import type { Series } from "./series.js";

/** At 1 every value would be the first one. */
const MAX_WEIGHT = 0.999;

/**
 * The exponential moving average of a series, debiased (so that it starts at the first value, not at 0) and computed over all values, not
 * over what a chart happens to show. Written as a running mean: a constant series stays exactly constant.
 */
export class Smoothed {
  readonly values = new Column();
  readonly weight: number;
  #mean = 0;
  /** weight ** (values seen in this segment). */
  #bias = 1;

  constructor(
    private readonly series: Series,
    weight: number,
  ) {
    this.weight = Math.min(Math.max(weight, 0), MAX_WEIGHT);
  }

  /** Takes in at most `limit` further values. @returns whether all of the series is in. */
  extend(limit: number): boolean {
    const { values, weight, series } = this;
    const end = Math.min(series.length, values.length + limit);
    for (let index = values.length; index < end; index++) {
      if (index > 0 && series.steps.at(index) < series.steps.at(index - 1)) this.#bias = 1;
      const value = series.values.at(index);
      if (this.#bias === 1) this.#mean = value;
      this.#bias *= weight;
      this.#mean += ((value - this.#mean) * (1 - weight)) / (1 - this.#bias);
      values.push(this.#mean);
    }
    return end === series.length;
  }
}
