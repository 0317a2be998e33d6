import { wrong } from "../argumentChecks.js";
import type { Metric } from "../metric.js";
import { completed } from "../metricOptions.js";
import { forward, requireMetric, WrapperMetric } from "./wrapperMetric.js";

export interface ClasswiseOptions {
  /** Names of the classes; default: their numbers. */
  readonly labels?: readonly string[] | null;
  /** Before each name; default: the metric's name in small letters and `_`. */
  readonly prefix?: string | null;
  /** Behind each name. */
  readonly postfix?: string | null;
}

/** The values of the classes by name: `{ multiclassaccuracy_0: …, … }` (torchmetrics/wrappers/classwise.py). */
export class ClasswiseWrapper extends WrapperMetric<Record<string, number>> {
  private readonly options;

  /** @param metric one that gives a value for each class: `average: "none"`. */
  constructor(
    readonly metric: Metric<readonly number[]>,
    options: ClasswiseOptions = {},
  ) {
    super();
    requireMetric("ClasswiseWrapper", "metric", metric);
    this.options = completed("ClasswiseWrapper", options, {
      labels: null as readonly string[] | null,
      prefix: null as string | null,
      postfix: null as string | null,
    });
    const { labels, prefix, postfix } = this.options;
    if (labels !== null && !(Array.isArray(labels) && labels.every((label) => typeof label === "string"))) {
      throw wrong(this, "labels", labels, "null or a list of strings");
    }
    if (prefix !== null && typeof prefix !== "string") throw wrong(this, "prefix", prefix, "null or a string");
    if (postfix !== null && typeof postfix !== "string") throw wrong(this, "postfix", postfix, "null or a string");
    Object.defineProperty(this, "higherIsBetter", { value: metric.higherIsBetter, enumerable: true });
  }

  override update(...batch: readonly unknown[]): void {
    this.metric.update(...batch);
  }

  override forward(...batch: readonly unknown[]): Record<string, number> {
    return this.remember(this.named(forward(this.metric, batch)));
  }

  override compute(): Record<string, number> {
    return this.named(this.metric.compute());
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map([["metric", this.metric]]);
  }

  private named(values: readonly number[]): Record<string, number> {
    if (!Array.isArray(values)) {
      throw new TypeError(
        `ClasswiseWrapper needs a value for each class, and ${this.metric.constructor.name} gives one number. Set its \`average\` to "none".`,
      );
    }
    const { labels, prefix, postfix } = this.options;
    const before = !prefix && !postfix ? `${this.metric.constructor.name.toLowerCase()}_` : (prefix ?? "");
    const names = labels ?? values.map((_, i) => String(i));
    const count = Math.min(names.length, values.length);
    return Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`${before}${names[i]}${postfix ?? ""}`, values[i] as number]),
    );
  }
}
