import { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";
import { checkState } from "./checkState.js";
import { cloneFields } from "./cloneFields.js";
import { forwardOnce, forwardTwice } from "./forward.js";
import { MetricMemory } from "./metricMemory.js";
import { commonOptions, type MetricOptions } from "./metricOptions.js";
import {
  copyState,
  type NumberArray,
  type Reduction,
  reduceStates,
  type StateValue,
  savedState,
  stateFrom,
  tensorsIn,
} from "./metricState.js";

/** How a state is merged and saved. */
export interface StateOptions<T> {
  /** How the states of several workers become one; default null. */
  readonly distReduceFx?: Reduction<T>;
  /** Saves it in the metric's `stateDict`; default false. */
  readonly persistent?: boolean;
}

/** Everything that a metric remembers, as plain data: what a worker sends and a checkpoint holds. */
export interface MetricSnapshot {
  readonly updateCount: number;
  readonly states: Readonly<Record<string, unknown>>;
  /** Of the metrics inside a wrapper. */
  readonly inner: Readonly<Record<string, MetricSnapshot>>;
}

/** Where a metric keeps what is its base class's own business: a symbol, so that no field of a subclass can collide with it. */
const MEMORY = Symbol("memory");

/**
 * A number over many batches, computed from sums and counts, never from means of means: TorchMetrics' `update`, `compute`, `reset`. A metric
 * of your own declares what it remembers as fields and defines `update` and `compute`:
 *
 * ```ts
 * class ShareAbove extends metrics.Metric {
 *   above = this.addState("above", 0, { distReduceFx: "sum" });
 *   total = this.addState("total", 0, { distReduceFx: "sum" });
 *
 *   update(values: tf.Tensor) {
 *     const [above = 0] = values.greater(0.5).sum().dataSync();
 *     this.above += above;
 *     this.total += values.size;
 *   }
 *
 *   compute() {
 *     return this.above / this.total;
 *   }
 * }
 * ```
 *
 * `clone` copies fields, but neither fields nor methods that begin with `#`: make them `private`.
 */
export abstract class Metric<V = number> {
  /** The precision in which its value is logged. */
  readonly dtype: "float32" | "float64" = "float32";
  /** True when more is better, false when less is, null when neither. */
  readonly higherIsBetter: boolean | null = null;
  /**
   * False: `forward` updates once and merges the batch's states into the others, which is right when states are sums and the like. True or
   * null, the default: it updates twice, which is always right.
   */
  readonly fullStateUpdate: boolean | null = null;
  /** Metrics in a MetricCollection that have the same group update once for all of them; null: it updates by itself. */
  updateGroup: string | null = null;
  /** @internal */
  [MEMORY]: MetricMemory<V>;

  constructor(options: MetricOptions = {}) {
    this[MEMORY] = new MetricMemory(commonOptions(this.constructor.name, options).computeWithCache);
    this.wrapMethods();
  }

  /** Takes a batch in. Tensors that it makes are freed, those that become a state are kept. */
  abstract update(...batch: readonly unknown[]): void;

  /** The value over all batches since the last reset. */
  abstract compute(): V;

  /** Takes a batch in and gives the value of that batch alone. */
  forward(...batch: Parameters<this["update"]>): V {
    const memory = this[MEMORY];
    const merge = (states: Readonly<Record<string, StateValue>>) =>
      memory.keeping(this, () => this.mergeStates(states, 1));
    const value =
      this.fullStateUpdate === false ? forwardOnce(this, memory, batch, merge) : forwardTwice(this, memory, batch);
    memory.computed = undefined;
    memory.lastValue = value;
    return value;
  }

  /** Forgets all batches. */
  reset(): void {
    const memory = this[MEMORY];
    memory.updateCount = 0;
    memory.computed = undefined;
    memory.lastValue = null;
    memory.restore(this, memory.initialStates());
  }

  /** A copy with a state of its own. */
  clone(): this {
    const copy = Object.create(Object.getPrototypeOf(this)) as this;
    copy[MEMORY] = this[MEMORY].copy();
    cloneFields(this, copy);
    copy.wrapMethods();
    return copy;
  }

  /**
   * Takes in what another metric of the same kind, or a snapshot of one, has seen: as if its updates had come after this one's.
   *
   * @throws when it is of another kind, or a state cannot be merged.
   */
  merge(other: Metric<V> | MetricSnapshot): void {
    if (other instanceof Metric && other.constructor !== this.constructor) {
      throw new RangeError(
        `A ${this.constructor.name} cannot take in the states of a ${other.constructor.name}. Give it a metric of the same class and options.`,
      );
    }
    const { updateCount, states, inner } = other instanceof Metric ? other.snapshot() : other;
    this[MEMORY].keeping(this, () => this.mergeStates(mapped(states, stateFrom), updateCount));
    for (const [name, metric] of this.innerMetrics()) {
      const snapshot = inner[name];
      if (snapshot !== undefined) metric.merge(snapshot);
    }
    this[MEMORY].updateCount += updateCount;
    this[MEMORY].computed = undefined;
  }

  /** Everything that it remembers, without tensors. */
  snapshot(): MetricSnapshot {
    return {
      updateCount: this.updateCount,
      states: mapped(this[MEMORY].current(this), savedState),
      inner: Object.fromEntries([...this.innerMetrics()].map(([name, metric]) => [name, metric.snapshot()])),
    };
  }

  /** The states that were declared persistent, by name: none by default. */
  stateDict(): StateDict {
    const persistent = [...this[MEMORY].specs].filter(([, spec]) => spec.persistent);
    return Object.fromEntries(persistent.map(([name]) => [name, savedState(this[MEMORY].read(this, name))]));
  }

  /** Takes states from a `stateDict`; those that are missing stay as they are. */
  loadStateDict(state: StateDict): void {
    const own = Object.entries(state).filter(([name]) => this[MEMORY].specs.has(name));
    this[MEMORY].keeping(this, () => Object.assign(this, mapped(Object.fromEntries(own), stateFrom)));
    this[MEMORY].computed = undefined;
  }

  /** Makes all states part of the `stateDict`, or none. */
  persistent(mode = false): void {
    for (const spec of this[MEMORY].specs.values()) spec.persistent = mode;
  }

  /** How many batches it has seen since the last reset. */
  get updateCount(): number {
    return this[MEMORY].updateCount;
  }

  get updateCalled(): boolean {
    return this.updateCount > 0;
  }

  /** The value of the last batch alone, if it came through `forward`. */
  get lastValue(): V | null {
    return this[MEMORY].lastValue;
  }

  /** The states by name, as they are now. */
  get metricState(): Readonly<Record<string, StateValue>> {
    return this[MEMORY].current(this);
  }

  /** The metrics inside a wrapper, by name. */
  innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map();
  }

  /** @internal Ends the sharing of states: it has copies of its own. */
  ownStates(): void {
    this[MEMORY].exchange(this, this[MEMORY].copies(this));
  }

  /** @internal Takes over the states of a metric of the same update group; they are shared until the next reset. */
  shareStates(leader: Metric<unknown>): void {
    Object.assign(this, leader[MEMORY].current(leader));
    this[MEMORY].updateCount = leader.updateCount;
    this[MEMORY].computed = undefined;
  }

  /**
   * Declares something that the metric remembers. Assign the result to the field of the same name: `total = this.addState("total", 0, …)`.
   * `reset` puts a fresh copy of the initial value there.
   *
   * @param initial a number, a typed array, a tensor, which becomes the metric's, or `[]` for a list.
   */
  protected addState(name: string, initial: number, options?: StateOptions<number>): number;
  protected addState<T extends NumberArray>(name: string, initial: T, options?: StateOptions<T>): T;
  protected addState<T extends tf.Tensor>(name: string, initial: T, options?: StateOptions<T>): T;
  protected addState<E>(name: string, initial: [], options?: StateOptions<E[]>): E[];
  protected addState(
    name: string,
    initial: StateValue,
    {
      distReduceFx = null,
      persistent = false,
    }: { readonly distReduceFx?: unknown; readonly persistent?: boolean } = {},
  ): unknown {
    checkState(this.constructor.name, name, initial, distReduceFx);
    const reduction = distReduceFx as Reduction<never>;
    const own = initial instanceof tf.Tensor ? tf.keep(initial) : copyState(initial);
    this[MEMORY].specs.set(name, { initial: own, reduction, persistent });
    return copyState(own);
  }

  /** Takes a worker's states in; override it for states that do not merge one by one. */
  protected mergeStates(states: Readonly<Record<string, StateValue>>, updateCount: number): void {
    const merged: Record<string, StateValue> = {};
    for (const [name, spec] of this[MEMORY].specs) {
      const theirs = states[name];
      if (theirs === undefined) {
        throw new RangeError(
          `The states given to ${this.constructor.name} have no \`${name}\`; they are of another metric.`,
        );
      }
      const own = { value: this[MEMORY].read(this, name), updates: this.updateCount };
      merged[name] = reduceStates(name, spec, own, { value: theirs, updates: updateCount });
    }
    this[MEMORY].restore(this, merged);
  }

  /** Notes the value of a batch where `forward` is overridden. */
  protected remember(value: V): V {
    this[MEMORY].lastValue = value;
    return value;
  }

  /** Puts what every metric does around a subclass's `update` and `compute`; wrappers leave it to the metrics inside. */
  protected wrapMethods(): void {
    const memory = this[MEMORY];
    const { update, compute } = this;
    hide(this, "update", (...batch: readonly unknown[]) => {
      memory.computed = undefined;
      memory.updateCount++;
      memory.keeping(this, () => update.call(this, ...batch));
    });
    hide(this, "compute", () => {
      if (memory.updateCount === 0) warnOfNoUpdate(this.constructor.name);
      if (memory.computed !== undefined) return memory.computed;
      let value: V | undefined;
      const tensors = tf.tidy(() => {
        value = compute.call(this);
        return tensorsIn(value);
      });
      // A tensor belongs to whoever asked for it, and may be gone when the next one asks.
      if (memory.keepsComputed && tensors.length === 0) memory.computed = value;
      return value;
    });
  }
}

function mapped<T, R>(states: Readonly<Record<string, T>>, change: (state: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, change(state)]));
}

function hide(metric: object, name: string, value: unknown): void {
  Object.defineProperty(metric, name, { value, configurable: true, writable: true });
}

function warnOfNoUpdate(metric: string): void {
  console.warn(
    `The \`compute\` method of metric ${metric} was called before the \`update\` method which may lead to errors, as metric states have not yet been updated.`,
  );
}
