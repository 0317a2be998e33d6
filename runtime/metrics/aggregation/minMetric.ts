import { Aggregator, type Numbers } from "./aggregator.js";

/** The smallest of the values it was given; Infinity for none. */
export class MinMetric extends Aggregator {
  override readonly fullStateUpdate: boolean | null = true;
  private min = this.addState("min", Number.POSITIVE_INFINITY, { distReduceFx: "min" });

  override update(value: Numbers): void {
    for (const one of this.read(value).values) this.min = Math.min(this.min, one);
  }

  override compute(): number {
    return this.min;
  }
}
