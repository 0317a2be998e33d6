import { Metric, type MetricSnapshot } from "./metric.js";
import { completed, shown } from "./metricOptions.js";

/** Metrics in a list, or by name; collections among them are taken apart. */
export type MetricsGiven =
  | Metric<unknown>
  | MetricCollection
  | readonly (Metric<unknown> | MetricCollection)[]
  | Readonly<Record<string, Metric<unknown> | MetricCollection>>;

export interface CollectionOptions {
  /** Before the name of each value. */
  readonly prefix?: string | null;
  /** Behind the name of each value. */
  readonly postfix?: string | null;
  /** Updates once for metrics that remember the same, such as precision and recall; default true. */
  readonly computeGroups?: boolean;
}

/**
 * Several metrics that see the same batches (torchmetrics.MetricCollection): `update`, `forward`, `compute` and `reset` go to all of them, and
 * values come by name. In a list a metric is named after its class. `this.logDict(collection)` logs each.
 */
export class MetricCollection {
  prefix: string | null;
  postfix: string | null;
  private readonly metrics = new Map<string, Metric<unknown>>();
  /** Prefix and postfix that a metric had in a collection of its own. */
  private readonly affixes = new Map<string, readonly [prefix: string, postfix: string]>();
  private readonly sharesUpdates: boolean;

  constructor(metrics: MetricsGiven, options: CollectionOptions = {}) {
    const defaults = { prefix: null as string | null, postfix: null as string | null, computeGroups: true };
    const { prefix, postfix, computeGroups } = completed("MetricCollection", options, defaults);
    this.prefix = affix("prefix", prefix);
    this.postfix = affix("postfix", postfix);
    this.sharesUpdates = computeGroups;
    this.addMetrics(metrics);
  }

  /** Adds metrics, as the constructor takes them. */
  addMetrics(metrics: MetricsGiven): void {
    if (metrics instanceof Metric) this.add(metrics.constructor.name, metrics);
    else if (metrics instanceof MetricCollection)
      for (const [name, metric] of metrics.entries()) this.add(name, metric);
    else if (Array.isArray(metrics)) for (const member of metrics) this.addMember(null, member);
    else if (typeof metrics === "object" && metrics !== null) {
      for (const [name, member] of Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1)))
        this.addMember(name, member);
    } else throw notMetrics(metrics);
  }

  update(...batch: readonly unknown[]): void {
    for (const [leader, ...others] of this.groups()) {
      leader.update(...batch);
      for (const other of others) other.shareStates(leader);
    }
  }

  /** Takes a batch in and gives the values of that batch alone. */
  forward(...batch: readonly unknown[]): Record<string, unknown> {
    return this.named((metric) =>
      (metric.forward as (...batch: readonly unknown[]) => unknown).apply(metric, batch as unknown[]),
    );
  }

  compute(): Record<string, unknown> {
    return this.named((metric) => metric.compute());
  }

  reset(): void {
    for (const metric of this.metrics.values()) metric.reset();
  }

  /** A copy with states of its own, under other names if asked for. */
  clone({
    prefix,
    postfix,
  }: {
    readonly prefix?: string | null;
    readonly postfix?: string | null;
  } = {}): MetricCollection {
    const copy = new MetricCollection([], {
      prefix: prefix ?? this.prefix,
      postfix: postfix ?? this.postfix,
      computeGroups: this.sharesUpdates,
    });
    for (const [name, metric] of this.metrics) copy.add(name, metric.clone(), this.affixes.get(name));
    return copy;
  }

  /** Takes in what the metrics of another collection, or snapshots of them, have seen. */
  merge(other: MetricCollection | Readonly<Record<string, MetricSnapshot>>): void {
    for (const [name, metric] of this.metrics) {
      const theirs = other instanceof MetricCollection ? other.metrics.get(name) : other[name];
      if (theirs === undefined) throw new RangeError(`The collection to merge has no metric \`${name}\`.`);
      metric.merge(theirs);
    }
  }

  /** Everything that its metrics remember. */
  snapshot(): Record<string, MetricSnapshot> {
    return Object.fromEntries([...this.metrics].map(([name, metric]) => [name, metric.snapshot()]));
  }

  /** Makes all states part of the metrics' `stateDict`, or none. */
  persistent(mode = true): void {
    for (const metric of this.metrics.values()) metric.persistent(mode);
  }

  get size(): number {
    return this.metrics.size;
  }

  /** The metrics by the names of their values. */
  *entries(): IterableIterator<[string, Metric<unknown>]> {
    for (const [name, metric] of this.metrics) yield [this.fullName(name), this.separate(metric)];
  }

  keys(): string[] {
    return [...this.metrics.keys()].map((name) => this.fullName(name));
  }

  values(): Metric<unknown>[] {
    return [...this.metrics.values()].map((metric) => this.separate(metric));
  }

  /** A metric by its name, with or without prefix and postfix. */
  get(name: string): Metric<unknown> {
    const found = this.metrics.get(name) ?? [...this.entries()].find(([full]) => full === name)?.[1];
    if (found !== undefined) return this.separate(found);
    throw new RangeError(`The collection has no metric \`${name}\`; it has ${this.keys().join(", ")}.`);
  }

  [Symbol.iterator](): IterableIterator<[string, Metric<unknown>]> {
    return this.entries();
  }

  /** Its metrics, by the names that they have here. */
  innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return this.metrics;
  }

  /** Which metrics update together, by name. */
  get computeGroups(): string[][] {
    const names = new Map([...this.metrics].map(([name, metric]) => [metric, name]));
    return this.groups().map((group) => group.map((metric) => names.get(metric) as string));
  }

  private addMember(name: string | null, member: Metric<unknown> | MetricCollection): void {
    if (member instanceof Metric) this.add(name ?? member.constructor.name, member);
    else if (member instanceof MetricCollection) {
      for (const [inner, metric] of member.entries()) {
        this.add(name === null ? inner : `${name}_${inner}`, metric, [member.prefix ?? "", member.postfix ?? ""]);
      }
    } else throw notMetrics(member);
  }

  private add(name: string, metric: Metric<unknown>, affixes?: readonly [string, string]): void {
    if (this.metrics.has(name)) {
      throw new RangeError(
        `A MetricCollection was given two metrics named \`${name}\`. Name them: \`new MetricCollection({ first: …, second: … })\`.`,
      );
    }
    this.metrics.set(name, metric);
    if (affixes !== undefined) this.affixes.set(name, affixes);
  }

  /** Metrics that remember the same, together; the first of each group updates for all. */
  private groups(): [Metric<unknown>, ...Metric<unknown>[]][] {
    const groups = new Map<unknown, [Metric<unknown>, ...Metric<unknown>[]]>();
    for (const metric of this.metrics.values()) {
      const key = this.sharesUpdates && metric.updateGroup !== null ? groupKey(metric) : metric;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [metric]);
      else group.push(metric);
    }
    return [...groups.values()];
  }

  /** A metric that is handed out: whoever updates it by itself changes no other. */
  private separate(metric: Metric<unknown>): Metric<unknown> {
    if (this.sharesUpdates && metric.updateGroup !== null) metric.ownStates();
    return metric;
  }

  private named(read: (metric: Metric<unknown>) => unknown): Record<string, unknown> {
    const values = [...this.metrics].map(([name, metric]) => [name, read(metric)] as const);
    const keys = values.flatMap(([name, value]) => (isRecord(value) ? Object.keys(value) : [name]));
    const hasDuplicates = new Set(keys).size < keys.length;
    const flat = values.flatMap(([name, value]): [string, unknown][] => {
      if (!isRecord(value)) return [[name, value]];
      const [prefix, postfix] = this.affixes.get(name) ?? ["", ""];
      const stripped = name.replace(prefix, "").replace(postfix, "");
      return Object.entries(value).map(([key, inner]) => [
        `${prefix}${hasDuplicates ? `${stripped}_${key}` : key}${postfix}`,
        inner,
      ]);
    });
    return Object.fromEntries(flat.map(([name, value]) => [this.fullName(name), value]));
  }

  private fullName(name: string): string {
    return `${this.prefix ?? ""}${name}${this.postfix ?? ""}`;
  }
}

function groupKey(metric: Metric<unknown>): string {
  // Subclasses may update in their own way, or at other times.
  return `${metric.updateGroup} ${metric.updateCount} ${String(Object.getPrototypeOf(metric).update)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function affix(name: string, value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  throw new RangeError(`\`${name}\` of a MetricCollection must be null or a string; it is ${shown(value)}.`);
}

function notMetrics(given: unknown): RangeError {
  return new RangeError(
    `A MetricCollection is made of metrics and collections, in a list or an object; it was given ${shown(given)}.`,
  );
}
