import { tf } from "../backend/tf.js";
import { copyState, disposeState, keepState, type StateSpec, type StateValue } from "./metricState.js";

/** What the base class of a metric knows about it: which states it declared, what was computed last, how many batches it saw. */
export class MetricMemory<V> {
  readonly specs = new Map<string, StateSpec>();
  updateCount = 0;
  computed: V | undefined;
  lastValue: V | null = null;

  constructor(readonly keepsComputed: boolean) {}

  copy(): MetricMemory<V> {
    const copy = new MetricMemory<V>(this.keepsComputed);
    for (const [name, spec] of this.specs) copy.specs.set(name, { ...spec, initial: copyState(spec.initial) });
    copy.updateCount = this.updateCount;
    copy.computed = this.computed;
    copy.lastValue = this.lastValue;
    return copy;
  }

  initialStates(): Record<string, StateValue> {
    return Object.fromEntries([...this.specs].map(([name, { initial }]) => [name, copyState(initial)]));
  }

  read(metric: object, name: string): StateValue {
    const value = (metric as Readonly<Record<string, StateValue | undefined>>)[name];
    if (value === undefined) {
      throw new Error(
        `${metric.constructor.name} declares the state \`${name}\` and has no field of that name. Assign it: \`${name} = this.addState("${name}", …)\`, without \`#\`.`,
      );
    }
    return value;
  }

  current(metric: object): Record<string, StateValue> {
    return Object.fromEntries([...this.specs.keys()].map((name) => [name, this.read(metric, name)]));
  }

  copies(metric: object): Record<string, StateValue> {
    return Object.fromEntries([...this.specs.keys()].map((name) => [name, copyState(this.read(metric, name))]));
  }

  /** Puts states in the place of the present ones. @returns those. */
  exchange(metric: object, states: Readonly<Record<string, StateValue>>): Record<string, StateValue> {
    const before = this.current(metric);
    Object.assign(metric, states);
    return before;
  }

  /** Puts states in the place of the present ones, which are freed. */
  restore(metric: object, states: Readonly<Record<string, StateValue>>): void {
    const before = this.exchange(metric, states);
    for (const [name, value] of Object.entries(states)) disposeDropped(before[name] as StateValue, value);
  }

  /** Calls a metric's own code: what it makes is freed, but for the tensors that have become states. */
  keeping(metric: object, call: () => void): void {
    const before = this.current(metric);
    const lengths = Object.values(before).map((value) => (Array.isArray(value) ? value.length : 0));
    tf.tidy(() => {
      call();
      for (const [i, [name, was]] of Object.entries(before).entries()) {
        const value = this.read(metric, name);
        keepState(value, value === was ? lengths[i] : 0);
      }
    });
    for (const [name, was] of Object.entries(before)) disposeDropped(was, this.read(metric, name));
  }
}

/** Frees what a state held and its successor does not. */
function disposeDropped(before: StateValue, after: StateValue): void {
  if (before === after) return;
  if (!Array.isArray(before)) disposeState(before);
  else {
    const kept = new Set<unknown>(Array.isArray(after) ? after : []);
    disposeState(before.filter((entry) => !kept.has(entry)));
  }
}
