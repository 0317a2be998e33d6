import type { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";

/** A number over many batches, computed from sums and counts, never from means of means: TorchMetrics' `update`, `compute`, `reset`. */
export abstract class Metric {
  /** The precision in which its value is logged. */
  readonly dtype: "float32" | "float64" = "float32";
  /** The value of the last batch alone, set by `forward`. */
  lastValue: number | null = null;

  /** Takes a batch in. */
  abstract update(...batch: readonly tf.Tensor[]): void;
  /** The value over all batches since the last reset. */
  abstract compute(): number;
  /** Forgets all batches. */
  abstract reset(): void;

  /** Takes a batch in and gives the value of that batch alone. */
  forward(...batch: readonly tf.Tensor[]): number {
    const saved = this.saveState();
    this.reset();
    this.update(...batch);
    this.lastValue = this.compute();
    this.mergeState(saved);
    return this.lastValue;
  }

  /** What it has taken in since the last reset. */
  stateDict(): StateDict {
    return { state: [...this.saveState()] };
  }

  /** Takes in what another one had. */
  mergeStateDict(state: StateDict): void {
    this.mergeState(state["state"] as readonly number[]);
  }

  /** The sums and counts, to be merged back. */
  protected abstract saveState(): readonly number[];
  protected abstract mergeState(state: readonly number[]): void;
}
