import { sum } from "../arithmetic.js";
import { Aggregator, type Numbers } from "./aggregator.js";

/** The sum of the values it was given. */
export class SumMetric extends Aggregator {
  private sum = this.addState("sum", 0, { distReduceFx: "sum" });

  override update(value: Numbers): void {
    this.sum += sum(this.read(value).values);
  }

  override compute(): number {
    return this.sum;
  }
}
