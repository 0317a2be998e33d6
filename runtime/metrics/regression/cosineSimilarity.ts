import { requireOneOf } from "../argumentChecks.js";
import { sum } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { type Pair, RegressionMetric } from "./regressionMetric.js";

export interface CosineSimilarityOptions extends MetricOptions {
  /** How the similarities of the samples become one; default "sum". */
  readonly reduction?: "mean" | "sum" | "none" | null;
}

/** One number, or one for each sample. */
export type ReducedValue<O> = O extends { readonly reduction: "none" | null } ? number[] : number;

/** Cosine of the angle between prediction and target (torchmetrics/functional/regression/cosine_similarity.py). */
export class CosineSimilarity<O extends CosineSimilarityOptions = CosineSimilarityOptions> extends RegressionMetric<
  ReducedValue<O>
> {
  /** A layer of this name exists too: a bundler would call one of them otherwise. */
  static override readonly name = "CosineSimilarity";
  override readonly higherIsBetter: boolean | null = true;
  private similarities: Float64Array[] = this.addState("similarities", [], { distReduceFx: "cat" });
  private readonly reduction;

  constructor(given: O = {} as O) {
    super(given);
    this.reduction = completed(this.constructor.name, given, { reduction: "sum" as string | null }).reduction;
    requireOneOf(this, "reduction", this.reduction, ["sum", "mean", "none", null]);
  }

  override compute(): ReducedValue<O> {
    if (this.similarities.length === 0) {
      throw new RangeError("CosineSimilarity has no samples to compute from. Call `update` first.");
    }
    const all = this.similarities.flatMap((chunk) => [...chunk]);
    if (this.reduction === "none" || this.reduction === null) return all as ReducedValue<O>;
    return (this.reduction === "sum" ? sum(all) : sum(all) / all.length) as ReducedValue<O>;
  }

  protected override take({ preds, target, shape }: Pair): void {
    const [rows = 0, width = 0] = shape;
    if (shape.length !== 2) {
      throw new RangeError(
        `\`preds\` and \`target\` of CosineSimilarity must be [samples, dimensions]; they are [${shape.join(", ")}].`,
      );
    }
    const similarities = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let [dot, ofPreds, ofTarget] = [0, 0, 0];
      for (let i = row * width; i < (row + 1) * width; i++) {
        const [a, b] = [preds[i] as number, target[i] as number];
        dot += a * b;
        ofPreds += a * a;
        ofTarget += b * b;
      }
      similarities[row] = dot / (Math.sqrt(ofPreds) * Math.sqrt(ofTarget));
    }
    this.similarities.push(similarities);
  }
}
