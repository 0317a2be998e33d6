import type { Metric, MetricSnapshot } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import type { StateValue } from "../metricState.js";
import { requireMetric, WrapperMetric } from "./wrapperMetric.js";

/** A metric's value, and the largest and smallest that `compute` and `forward` ever gave: `reset` keeps them. */
export interface MinMaxValue {
  readonly raw: number;
  readonly max: number;
  readonly min: number;
}

/** Remembers the extremes of a metric (torchmetrics/wrappers/minmax.py). As there, `forward` forgets the batches before. */
export class MinMaxMetric extends WrapperMetric<MinMaxValue> {
  override readonly fullStateUpdate: boolean | null = true;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  constructor(
    readonly baseMetric: Metric,
    options: MetricOptions = {},
  ) {
    super(options);
    requireMetric("MinMaxMetric", "baseMetric", baseMetric);
    completed("MinMaxMetric", options, {});
  }

  override update(...batch: readonly unknown[]): void {
    this.baseMetric.update(...batch);
  }

  override compute(): MinMaxValue {
    const raw: unknown = this.baseMetric.compute();
    if (typeof raw !== "number") {
      throw new Error(
        `MinMaxMetric needs a metric whose value is one number; ${this.baseMetric.constructor.name} gave ${JSON.stringify(raw)}.`,
      );
    }
    if (raw > this.max) this.max = raw;
    if (raw < this.min) this.min = raw;
    return { raw, max: this.max, min: this.min };
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map([["baseMetric", this.baseMetric]]);
  }

  override snapshot(): MetricSnapshot {
    const snapshot = super.snapshot();
    return { ...snapshot, states: { min: this.min, max: this.max } };
  }

  protected override mergeStates({ min, max }: Readonly<Record<string, StateValue>>): void {
    this.min = Math.min(this.min, min as number);
    this.max = Math.max(this.max, max as number);
  }
}
