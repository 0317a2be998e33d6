import { nested } from "../values.js";
import { Aggregator, type Numbers, type Weighted } from "./aggregator.js";

/** All values that it was given, in their order; rows of a tensor stay rows. */
export class CatMetric extends Aggregator<number[] | number[][]> {
  private chunks: Pick<Weighted, "values" | "shape">[] = this.addState("chunks", [], { distReduceFx: "cat" });

  override update(value: Numbers): void {
    const { values, shape } = this.read(value);
    if (values.length > 0) this.chunks.push({ values, shape });
  }

  override compute(): number[] | number[][] {
    if (this.chunks.some(({ shape }) => shape.length > 1)) {
      return this.chunks.flatMap(({ values, shape }) => nested(values, shape) as number[]);
    }
    const all: number[] = [];
    for (const { values } of this.chunks) for (const value of values) all.push(value);
    return all;
  }
}
