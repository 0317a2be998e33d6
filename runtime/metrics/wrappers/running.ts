import { requireWhole } from "../argumentChecks.js";
import type { Metric, MetricSnapshot } from "../metric.js";
import { completed } from "../metricOptions.js";
import type { StateValue } from "../metricState.js";
import { forward, requireMetric, WrapperMetric } from "./wrapperMetric.js";

/** The value of a metric over the last updates alone (torchmetrics/wrappers/running.py). */
export class Running<V = number> extends WrapperMetric<V> {
  /** What each of the last updates left, the oldest overwritten first. */
  private slots: MetricSnapshot[] = this.addState("slots", []);
  private updates = this.addState("updates", 0, { distReduceFx: "max" });
  readonly window: number;

  /**
   * @param baseMetric one whose states merge: its `fullStateUpdate` is false.
   * @param options.window how many updates count; default 5.
   */
  constructor(
    readonly baseMetric: Metric<V>,
    options: { readonly window?: number } = {},
  ) {
    super();
    requireMetric("Running", "baseMetric", baseMetric);
    const { window } = completed("Running", options, { window: 5 });
    requireWhole(this, "window", window, 1);
    if (baseMetric.fullStateUpdate !== false) {
      throw new RangeError(
        `Running needs a metric whose states merge, with \`fullStateUpdate\` false; ${baseMetric.constructor.name} has ${baseMetric.fullStateUpdate}.`,
      );
    }
    this.window = window;
  }

  override update(...batch: readonly unknown[]): void {
    this.baseMetric.update(...batch);
    this.keep();
  }

  override forward(...batch: readonly unknown[]): V {
    const value = forward(this.baseMetric, batch);
    this.keep();
    return this.remember(value);
  }

  override compute(): V {
    for (const slot of this.slots.toReversed()) this.baseMetric.merge(slot);
    const value = this.baseMetric.compute();
    this.baseMetric.reset();
    return value;
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map([["baseMetric", this.baseMetric]]);
  }

  /** Slot by slot, as torchmetrics reduces them over processes. */
  protected override mergeStates({ slots, updates }: Readonly<Record<string, StateValue>>): void {
    const theirs = slots as MetricSnapshot[];
    const count = Math.max(this.slots.length, theirs.length);
    this.slots = Array.from({ length: count }, (_, i) => {
      for (const slot of [this.slots[i], theirs[i]]) if (slot !== undefined) this.baseMetric.merge(slot);
      return this.taken();
    });
    this.updates = Math.max(this.updates, updates as number);
  }

  private keep(): void {
    const slots = [...this.slots];
    slots[this.updates % this.window] = this.taken();
    this.slots = slots;
    this.updates++;
  }

  /** What the base metric holds, which begins anew. */
  private taken(): MetricSnapshot {
    const snapshot = this.baseMetric.snapshot();
    this.baseMetric.reset();
    return snapshot;
  }
}
