import type { Metric, MetricCollection } from "../../../runtime/metrics/index.js";
import { batchOf, disposeBatch, type GoldenUpdate } from "./batches.js";

export type Updated = Metric<unknown> | MetricCollection;

type Call = (...batch: readonly unknown[]) => unknown;

/** Batches for one metric after another: each call makes its tensors and frees them. */
export class Updates {
  constructor(
    readonly all: readonly GoldenUpdate[],
    private readonly names: readonly string[],
    private readonly ofTexts = false,
  ) {}

  update(metric: Pick<Updated, "update">, place: number): void {
    this.with(place, (batch) => (metric.update as Call)(...batch));
  }

  forward(metric: { forward(...batch: never[]): unknown }, place: number): unknown {
    return this.with(place, (batch) => (metric.forward as Call).apply(metric, batch as unknown[]));
  }

  get length(): number {
    return this.all.length;
  }

  private with<T>(place: number, call: (batch: readonly unknown[]) => T): T {
    const batch = batchOf(this.all.at(place) as GoldenUpdate, this.names, this.all, this.ofTexts);
    try {
      return call(batch);
    } finally {
      disposeBatch(batch);
    }
  }
}

/** What a metric gives whose updates were shared by two workers, and what they know put together. */
export function mergedValue(make: () => Updated, updates: Updates): unknown {
  const [first, second] = [make(), make()];
  const half = Math.ceil(updates.length / 2);
  for (let i = 0; i < updates.length; i++) updates.update(i < half ? first : second, i);
  // As it comes from another process.
  const sent = structuredClone(second.snapshot());
  (first.merge as (other: unknown) => void)(sent);
  return first.compute();
}
