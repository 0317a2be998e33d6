import { Aggregator, type Numbers } from "./aggregator.js";

/** The largest of the values it was given; -Infinity for none. */
export class MaxMetric extends Aggregator {
  override readonly fullStateUpdate: boolean | null = true;
  private max = this.addState("max", Number.NEGATIVE_INFINITY, { distReduceFx: "max" });

  override update(value: Numbers): void {
    for (const one of this.read(value).values) this.max = Math.max(this.max, one);
  }

  override compute(): number {
    return this.max;
  }
}
