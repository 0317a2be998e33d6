import { Metric } from "../metric.js";

/** A metric around others: they see to their own states, warnings and caches (torchmetrics/wrappers/abstract.py). */
export abstract class WrapperMetric<V> extends Metric<V> {
  abstract override update(...batch: readonly unknown[]): void;

  override reset(): void {
    super.reset();
    for (const metric of this.innerMetrics().values()) metric.reset();
  }

  override persistent(mode = false): void {
    super.persistent(mode);
    for (const metric of this.innerMetrics().values()) metric.persistent(mode);
  }

  protected override wrapMethods(): void {}
}

/** The value of a batch whose type is the metric's own business. */
export function forward<V>(metric: Metric<V>, batch: readonly unknown[]): V {
  return (metric.forward as (...batch: readonly unknown[]) => V).apply(metric, batch as unknown[]);
}

/** @throws when something that should be a metric is none. */
export function requireMetric(wrapper: string, name: string, value: unknown): void {
  if (value instanceof Metric) return;
  throw new RangeError(`\`${name}\` of ${wrapper} must be a Metric; it is ${value === null ? "null" : typeof value}.`);
}
