import type { tf } from "../../backend/tf.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { valuesOf } from "../values.js";

/** How far an ensemble of predictions is from what happened, its own spread taken off (torchmetrics/functional/regression/crps.py). */
export class ContinuousRankedProbabilityScore extends Metric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private score = this.addState("score", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });

  constructor(options: MetricOptions = {}) {
    super(options);
    completed(this.constructor.name, options, {});
  }

  /** @param preds `[samples, members]` with two members or more; @param target `[samples]`. */
  update(preds: tf.Tensor, target: tf.Tensor): void {
    const [p, t] = [valuesOf(this.constructor.name, "preds", preds), valuesOf(this.constructor.name, "target", target)];
    const [rows = 0, members = 0] = p.shape;
    if (p.shape.length !== 2 || String(t.shape) !== String([rows]) || members < 2) {
      throw new RangeError(
        `\`preds\` of ContinuousRankedProbabilityScore is [${p.shape.join(", ")}] and \`target\` is [${t.shape.join(", ")}]. They must be [samples, members], with two members or more, and [samples].`,
      );
    }
    for (let row = 0; row < rows; row++) {
      const ensemble = Float64Array.from(p.data.subarray(row * members, (row + 1) * members)).sort();
      let [distance, spread] = [0, 0];
      for (const [i, member] of ensemble.entries()) {
        distance += Math.abs(member - (t.data[row] as number));
        // The sum of the differences of all pairs, from the sorted members.
        spread += member * (2 * i - members + 1);
      }
      this.score += distance / members - spread / (members * members);
    }
    this.total += rows;
  }

  override compute(): number {
    return this.score / this.total;
  }
}
