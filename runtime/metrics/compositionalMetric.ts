import { Metric } from "./metric.js";
import { forward, WrapperMetric } from "./wrappers/wrapperMetric.js";

/** What the parts of a composition give: a metric its value, anything else itself. */
type ValuesOf<P extends readonly unknown[]> = { [I in keyof P]: P[I] extends Metric<infer V> ? V : P[I] };

/**
 * A value computed from those of other metrics, which all see the same batches: TorchMetrics' arithmetic of metrics.
 *
 * ```ts
 * f = new metrics.CompositionalMetric((p, r) => (2 * p * r) / (p + r), precision, recall);
 * ```
 */
export class CompositionalMetric<V, P extends readonly unknown[]> extends WrapperMetric<V> {
  private readonly parts: P;

  /** @param operator takes the value of each part; @param parts metrics, and numbers that stay the same. */
  constructor(
    private readonly operator: (...values: ValuesOf<P>) => V,
    ...parts: P
  ) {
    super();
    this.parts = parts;
  }

  override update(...batch: readonly unknown[]): void {
    for (const metric of this.innerMetrics().values()) metric.update(...batch);
  }

  override forward(...batch: readonly unknown[]): V {
    return this.remember(this.combined((metric) => forward(metric, batch)));
  }

  override compute(): V {
    return this.combined((metric) => metric.compute());
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    const metrics = this.parts.filter((part) => part instanceof Metric);
    return new Map(metrics.map((metric, i) => [String(i), metric as Metric<unknown>]));
  }

  private combined(read: (metric: Metric<unknown>) => unknown): V {
    const values = this.parts.map((part) => (part instanceof Metric ? read(part) : part));
    return this.operator(...(values as unknown as ValuesOf<P>));
  }
}
