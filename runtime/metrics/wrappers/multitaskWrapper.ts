import { Metric } from "../metric.js";
import { MetricCollection } from "../metricCollection.js";
import { completed } from "../metricOptions.js";
import { WrapperMetric } from "./wrapperMetric.js";

type Member = Metric<unknown> | MetricCollection;
type ByTask = Readonly<Record<string, unknown>>;

/** A metric for each of several tasks, which get their predictions and targets by name (torchmetrics/wrappers/multitask.py). */
export class MultitaskWrapper extends WrapperMetric<Record<string, unknown>> {
  readonly taskMetrics: Readonly<Record<string, Member>>;
  private prefix: string;
  private postfix: string;

  constructor(
    taskMetrics: Readonly<Record<string, Member>>,
    options: { readonly prefix?: string | null; readonly postfix?: string | null } = {},
  ) {
    super();
    const defaults = { prefix: null as string | null, postfix: null as string | null };
    const { prefix, postfix } = completed("MultitaskWrapper", options, defaults);
    if (typeof taskMetrics !== "object" || taskMetrics === null || Array.isArray(taskMetrics)) {
      throw new TypeError(
        `\`taskMetrics\` of MultitaskWrapper must be an object, \`{ task: metric, … }\`; it is ${typeof taskMetrics}.`,
      );
    }
    for (const [task, metric] of Object.entries(taskMetrics)) {
      if (metric instanceof Metric || metric instanceof MetricCollection) continue;
      throw new TypeError(
        `\`taskMetrics.${task}\` of MultitaskWrapper must be a Metric or a MetricCollection; it is ${typeof metric}.`,
      );
    }
    this.taskMetrics = taskMetrics;
    [this.prefix, this.postfix] = [affix("prefix", prefix), affix("postfix", postfix)];
  }

  override update(taskPreds: ByTask, taskTargets: ByTask): void {
    this.each(taskPreds, taskTargets, (metric, preds, target) => {
      metric.update(preds, target);
    });
  }

  override forward(taskPreds: ByTask, taskTargets: ByTask): Record<string, unknown> {
    return this.remember(
      this.each(taskPreds, taskTargets, (metric, preds, target) =>
        (metric.forward as (preds: unknown, target: unknown) => unknown).call(metric, preds, target),
      ),
    );
  }

  override compute(): Record<string, unknown> {
    const values = Object.entries(this.taskMetrics).map(([task, metric]) => [this.named(task), metric.compute()]);
    return Object.fromEntries(values);
  }

  override reset(): void {
    super.reset();
    for (const metric of Object.values(this.taskMetrics)) metric.reset();
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    const inner = Object.entries(this.taskMetrics).flatMap(([task, metric]): [string, Metric<unknown>][] =>
      metric instanceof Metric
        ? [[task, metric]]
        : [...metric.innerMetrics()].map(([name, one]) => [`${task}_${name}`, one]),
    );
    return new Map(inner);
  }

  private each<T>(
    preds: ByTask,
    targets: ByTask,
    call: (metric: Member, preds: unknown, target: unknown) => T,
  ): Record<string, T> {
    const tasks = Object.keys(this.taskMetrics);
    const isSame = (given: ByTask) => String(Object.keys(given).sort()) === String([...tasks].sort());
    if (!isSame(preds) || !isSame(targets)) {
      throw new RangeError(
        `MultitaskWrapper has the tasks ${tasks.join(", ")}, and was given predictions for ${Object.keys(preds).join(", ")} and targets for ${Object.keys(targets).join(", ")}.`,
      );
    }
    return Object.fromEntries(
      Object.entries(this.taskMetrics).map(([task, metric]) => [
        this.named(task),
        call(metric, preds[task], targets[task]),
      ]),
    );
  }

  private named(task: string): string {
    return `${this.prefix}${task}${this.postfix}`;
  }
}

function affix(name: string, value: unknown): string {
  if (value === null || typeof value === "string") return value ?? "";
  throw new RangeError(`\`${name}\` of MultitaskWrapper must be null or a string; it is ${typeof value}.`);
}
