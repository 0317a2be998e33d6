import type { MetricMemory } from "./metricMemory.js";
import { disposeState, type StateValue } from "./metricState.js";

/** What `forward` needs of a metric. */
interface Forwarded<V> {
  update(...batch: readonly unknown[]): void;
  compute(): V;
  reset(): void;
}

/** The value of a batch by two updates: one of all that was seen, one of the batch alone. */
export function forwardTwice<V>(metric: Forwarded<V>, memory: MetricMemory<V>, batch: readonly unknown[]): V {
  metric.update(...batch);
  const [count, states] = [memory.updateCount, memory.exchange(metric, memory.initialStates())];
  metric.reset();
  metric.update(...batch);
  const value = metric.compute();
  memory.restore(metric, states);
  memory.updateCount = count;
  return value;
}

/** The value of a batch by one update of the batch alone, whose states are merged into the others. */
export function forwardOnce<V>(
  metric: Forwarded<V>,
  memory: MetricMemory<V>,
  batch: readonly unknown[],
  merge: (states: Readonly<Record<string, StateValue>>) => void,
): V {
  const [count, states] = [memory.updateCount, memory.exchange(metric, memory.initialStates())];
  metric.reset();
  metric.update(...batch);
  const value = metric.compute();
  const ofBatch = memory.exchange(metric, states);
  memory.updateCount = count;
  merge(ofBatch);
  memory.updateCount = count + 1;
  // What lists hold is in the merged lists now.
  const kept = new Set(Object.values(memory.current(metric)));
  for (const state of Object.values(ofBatch)) if (!Array.isArray(state) && !kept.has(state)) disposeState(state);
  return value;
}
