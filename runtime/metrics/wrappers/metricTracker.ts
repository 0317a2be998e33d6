import { Metric } from "../metric.js";
import { MetricCollection } from "../metricCollection.js";
import { completed, shown } from "../metricOptions.js";
import { ClasswiseWrapper } from "./classwiseWrapper.js";

type Tracked = Metric<unknown> | MetricCollection;

/** A value for each step, by name for a collection. */
export type TrackedValues = unknown[] | Record<string, unknown[]>;

/** The best value, by name for a collection; null where none is defined. */
export type BestValue = number | null | Record<string, number | null>;

/** A fresh copy of a metric for each step of something, an epoch for example, and which was best (torchmetrics/wrappers/tracker.py). */
export class MetricTracker {
  readonly maximize: boolean | readonly boolean[];
  private steps: Tracked[] = [];

  /** @param options.maximize whether more is better, one for each metric of a collection; default: what the metrics say. */
  constructor(
    private readonly base: Tracked,
    options: { readonly maximize?: boolean | readonly boolean[] | null } = {},
  ) {
    if (!(base instanceof Metric || base instanceof MetricCollection)) {
      throw new TypeError(`MetricTracker needs a Metric or a MetricCollection; it was given ${shown(base)}.`);
    }
    const { maximize } = completed("MetricTracker", options, { maximize: null as boolean | readonly boolean[] | null });
    if (maximize !== null) checkMaximize(base, maximize);
    this.maximize = maximize ?? directionOf(base);
  }

  /** How many steps there are. */
  get nSteps(): number {
    return this.steps.length;
  }

  /** The metric of the present step. */
  get current(): Tracked {
    return this.step("current");
  }

  /** Starts a new step. */
  increment(): void {
    this.steps.push(this.base.clone());
  }

  update(...batch: readonly unknown[]): void {
    this.step("update").update(...batch);
  }

  forward(...batch: readonly unknown[]): unknown {
    const metric = this.step("forward");
    return (metric.forward as (...batch: readonly unknown[]) => unknown).apply(metric, batch as unknown[]);
  }

  /** The value of the present step. */
  compute(): unknown {
    return this.step("compute").compute();
  }

  /** The values of all steps. */
  computeAll(): TrackedValues {
    this.step("computeAll");
    const values = this.steps.map((metric) => metric.compute());
    const [first] = values;
    if (typeof first !== "object" || first === null || Array.isArray(first)) return values;
    const names = Object.keys(first);
    return Object.fromEntries(
      names.map((name) => [name, values.map((value) => (value as Record<string, unknown>)[name])]),
    );
  }

  /** Forgets what the present step has seen. */
  reset(): void {
    (this.steps.at(-1) ?? this.base).reset();
  }

  /** Forgets what all steps have seen. */
  resetAll(): void {
    for (const metric of [this.base, ...this.steps]) metric.reset();
  }

  /** The best value of all steps, and the step it is of; null where a value is no single number. */
  bestMetric(): BestValue;
  bestMetric(options: { readonly returnStep: false }): BestValue;
  bestMetric(options: { readonly returnStep: true }): [value: BestValue, step: BestValue];
  bestMetric({ returnStep = false }: { readonly returnStep?: boolean } = {}): BestValue | [BestValue, BestValue] {
    const all = this.computeAll();
    if (Array.isArray(all)) {
      const { value, step } = best("the metric", all, this.maximize === true);
      return returnStep ? [value, step] : value;
    }
    const found = Object.entries(all).map(([name, values], i) => {
      const isMore = Array.isArray(this.maximize) ? this.maximize[i] : this.maximize;
      return [name, best(`metric ${name}`, values, isMore === true)] as const;
    });
    const values = Object.fromEntries(found.map(([name, { value }]) => [name, value]));
    return returnStep ? [values, Object.fromEntries(found.map(([name, { step }]) => [name, step]))] : values;
  }

  /** The metrics of all steps, by their number. */
  innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    const inner = [this.base, ...this.steps].flatMap((metric, i): [string, Metric<unknown>][] =>
      metric instanceof Metric
        ? [[String(i), metric]]
        : [...metric.innerMetrics()].map(([name, one]) => [`${i}.${name}`, one]),
    );
    return new Map(inner);
  }

  private step(method: string): Tracked {
    const current = this.steps.at(-1);
    if (current !== undefined) return current;
    throw new RangeError(
      `\`${method}\` of a MetricTracker was called before there is a step. Call \`increment()\` first.`,
    );
  }
}

function best(
  name: string,
  values: readonly unknown[],
  isMore: boolean,
): { value: number | null; step: number | null } {
  if (!values.every((value) => typeof value === "number")) {
    console.warn(
      `Encountered the following error when trying to get the best metric for ${name}: its values are no single numbers, ` +
        "this is probably due to the 'best' not being defined for this metric. Returning `null` instead.",
    );
    return { value: null, step: null };
  }
  let step = 0;
  for (const [i, value] of values.entries()) {
    const known = values[step] as number;
    if (Number.isNaN(known)) break;
    if (Number.isNaN(value) || (isMore ? value > known : value < known)) step = i;
  }
  return { value: values[step] as number, step };
}

function checkMaximize(base: Tracked, maximize: unknown): void {
  const isList = Array.isArray(maximize) && maximize.every((one) => typeof one === "boolean");
  if (typeof maximize !== "boolean" && !isList) {
    throw new RangeError(
      `\`maximize\` of MetricTracker must be true, false or a list of them; it is ${shown(maximize)}.`,
    );
  }
  if (base instanceof Metric && isList) {
    throw new RangeError("`maximize` of MetricTracker must be true or false for a single metric; it is a list.");
  }
  if (base instanceof MetricCollection && isList && (maximize as boolean[]).length !== base.size) {
    throw new RangeError(
      `\`maximize\` of MetricTracker must have an entry for each of the ${base.size} metrics; it has ${(maximize as boolean[]).length}.`,
    );
  }
}

function directionOf(base: Tracked): boolean | boolean[] {
  if (base instanceof Metric) return knownDirection(base.constructor.name, base);
  return [...base.entries()].flatMap(([name, metric]) => {
    const direction = knownDirection(name, metric);
    const classes =
      metric instanceof ClasswiseWrapper ? (metric.metric as { numClasses?: number }).numClasses : undefined;
    return Array.from({ length: classes ?? 1 }, () => direction);
  });
}

function knownDirection(name: string, { higherIsBetter }: Metric<unknown>): boolean {
  if (higherIsBetter !== null) return higherIsBetter;
  throw new TypeError(
    `${name} does not say whether more is better. Give MetricTracker \`{ maximize: true }\` or \`false\`.`,
  );
}
