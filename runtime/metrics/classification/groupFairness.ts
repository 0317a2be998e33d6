import type { tf } from "../../backend/tf.js";
import { requireBetween, requireIgnoreIndex, requireOneOf, requireWhole } from "../argumentChecks.js";
import { safeDivide } from "../arithmetic.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { valuesOf } from "../values.js";
import { type Counts, countsAt, note } from "./classCounts.js";
import type { ClassificationOptions } from "./classOptions.js";
import { checkBinaryBatch } from "./inputChecks.js";
import { aboveThreshold } from "./labelCounts.js";
import { batchOf } from "./statScoresMetric.js";

export interface GroupOptions extends ClassificationOptions, MetricOptions {
  readonly numGroups: number;
  /** Probabilities above it count as 1; default 0.5. */
  readonly threshold?: number;
}

/** Which rates of the groups are compared. */
export type FairnessTask = "demographic_parity" | "equal_opportunity" | "all";

/** Counts of right and wrong answers for each group of samples (torchmetrics/functional/classification/group_fairness.py). */
abstract class GroupMetric<V> extends Metric<V> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  protected readonly counts: Float64Array;
  protected readonly options;

  constructor(given: GroupOptions, defaults: object = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, { ...DEFAULTS, ...defaults });
    const { numGroups, threshold, ignoreIndex, validateArgs } = this.options;
    if (validateArgs) {
      requireBetween(this, "threshold", threshold, 0, 1);
      requireIgnoreIndex(this, ignoreIndex);
    }
    requireWhole(this, "numGroups", numGroups, 2);
    this.counts = this.addState("counts", new Float64Array(numGroups * 4), { distReduceFx: "sum" });
  }

  /** @param groups the number of the group of each sample, from 0. */
  update(preds: tf.Tensor, target: tf.Tensor, groups: tf.Tensor): void {
    const { numGroups, threshold, ignoreIndex, validateArgs } = this.options;
    const { name } = this.constructor;
    const [p, t] = batchOf(this, preds, target);
    const g = valuesOf(name, "groups", groups);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      if (g.isFloat) throw new RangeError(`\`groups\` of ${name} must be an int32 tensor; it is float32.`);
    }
    const predicted = aboveThreshold(p, threshold);
    const places = [...new Set(g.data)].sort((a, b) => a - b);
    // torchmetrics numbers the groups of a batch by their order in it.
    for (let i = 0; i < g.data.length; i++) {
      const group = places.indexOf(g.data[i] as number);
      if ((g.data[i] as number) > numGroups || group >= numGroups) {
        throw new RangeError(`\`groups\` of ${name} must be from 0 to ${numGroups - 1}; they hold ${g.data[i]}.`);
      }
      const wanted = t.data[i];
      if (wanted === ignoreIndex || (wanted !== 0 && wanted !== 1)) continue;
      note(this.counts, group, wanted === 1, predicted[i] === 1);
    }
  }

  protected get groups(): Counts[] {
    return Array.from({ length: this.options.numGroups }, (_, group) => countsAt(this.counts, group));
  }
}

/** `{ group_0: [tp, fp, tn, fn], … }` as shares of the group. */
export class BinaryGroupStatRates extends GroupMetric<Record<string, number[]>> {
  override compute(): Record<string, number[]> {
    return Object.fromEntries(
      this.groups.map(({ tp, fp, tn, fn }, i) => {
        const total = tp + fp + tn + fn;
        return [`group_${i}`, [tp / total, fp / total, tn / total, fn / total]];
      }),
    );
  }
}

/** The lowest rate of a group as a share of the highest: `{ DP_low_high }` of positive predictions, `{ EO_low_high }` of those found. */
export class BinaryFairness extends GroupMetric<Record<string, number>> {
  constructor(options: GroupOptions & { readonly task?: FairnessTask }) {
    super(options, { task: "all" });
    requireOneOf(this, "task", this.comparison, ["demographic_parity", "equal_opportunity", "all"]);
  }

  /** @param target is not needed for `"demographic_parity"`. */
  override update(preds: tf.Tensor, target: tf.Tensor, groups: tf.Tensor): void {
    if (this.comparison !== "demographic_parity") {
      super.update(preds, target, groups);
      return;
    }
    if (target !== null && target !== undefined) console.warn("The task demographic_parity does not require a target.");
    super.update(preds, preds.mul(0).toInt(), groups);
  }

  override compute(): Record<string, number> {
    const parity = () =>
      compared(
        "DP",
        this.groups.map(({ tp, fp, tn, fn }) => safeDivide(tp + fp, tp + fp + tn + fn)),
      );
    const opportunity = () =>
      compared(
        "EO",
        this.groups.map(({ tp, fn }) => safeDivide(tp, tp + fn)),
      );
    switch (this.comparison) {
      case "demographic_parity":
        return parity();
      case "equal_opportunity":
        return opportunity();
      case "all":
        return { ...parity(), ...opportunity() };
    }
  }

  private get comparison(): FairnessTask {
    return (this.options as unknown as { task: FairnessTask }).task;
  }
}

const DEFAULTS = {
  numGroups: undefined as unknown as number,
  threshold: 0.5,
  ignoreIndex: null as number | null,
  validateArgs: true,
};

function compared(name: string, rates: readonly number[]): Record<string, number> {
  const [low, high] = [rates.indexOf(Math.min(...rates)), rates.indexOf(Math.max(...rates))];
  return { [`${name}_${low}_${high}`]: safeDivide(rates[low] as number, rates[high] as number) };
}
