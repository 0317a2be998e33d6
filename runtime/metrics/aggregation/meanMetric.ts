import { sum } from "../arithmetic.js";
import { Aggregator, type Numbers } from "./aggregator.js";

/** The mean of the values it was given, each by its weight. */
export class MeanMetric extends Aggregator {
  private sum = this.addState("sum", 0, { distReduceFx: "sum" });
  private weight = this.addState("weight", 0, { distReduceFx: "sum" });

  /** @param weight of each value, or of all of them; default 1. */
  override update(value: Numbers, weight: Numbers = 1): void {
    const { values, weights } = this.read(value, weight);
    for (let i = 0; i < values.length; i++) this.sum += (values[i] as number) * (weights[i] as number);
    this.weight += sum(weights);
  }

  override compute(): number {
    return this.sum / this.weight;
  }
}
