import { tf } from "../../../runtime/backend/tf.js";
import type { Metric } from "../../../runtime/metrics/index.js";
import type { GoldenUpdate } from "../metrics/batches.js";
import { accidentOf, NotApplicable } from "../metrics/metricAccidents.js";
import { type GoldenMetricError, metricErrorDifference, thrownBy } from "../metrics/metricErrors.js";
import { metricOf, readsTexts, UnknownMetric } from "../metrics/metricOf.js";
import { metricWarningDifference } from "../metrics/metricWarnings.js";
import { mergedValue, Updates } from "../metrics/updating.js";
import { valueDifference } from "../metrics/valueDifference.js";
import { isWrapperCase, runWrapperCase } from "../metrics/wrapperCase.js";
import type { Outcome } from "../outcome.js";
import type { Difference } from "../picture.js";
import { captureMessages } from "../replay/messages.js";

/** A metric of torchmetrics, what it was given, and what it gave. */
interface MetricCase {
  readonly name: string;
  readonly metric: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly update_args: readonly string[];
  readonly updates: readonly GoldenUpdate[];
  readonly returned_class?: string;
  readonly higher_is_better?: boolean | null;
  readonly forward_values?: readonly unknown[];
  readonly compute_after_forwards?: unknown;
  readonly compute_after_each_update?: readonly unknown[];
  readonly compute_after_reset_and_last_update?: unknown;
  readonly compute_without_update?: unknown;
  readonly compute_without_update_error?: string;
  readonly warnings?: readonly string[];
  readonly error?: GoldenMetricError | null;
}

export interface MetricsFile {
  readonly torchmetrics: string;
  readonly cases: readonly { readonly name: string }[];
}

/** Values of torchmetrics: every case of such a file is run. */
export function isMetricsFile(value: unknown): value is MetricsFile {
  return typeof value === "object" && value !== null && "torchmetrics" in value && "cases" in value;
}

export async function runMetricCase(golden: { readonly name: string }): Promise<Outcome> {
  const { name } = golden;
  const before = tf.memory().numTensors;
  const difference = isWrapperCase(golden)
    ? await runWrapperCase(golden)
    : await metricDifference(golden as MetricCase);
  const left = tf.memory().numTensors - before;
  if (difference instanceof NotApplicable) return { kind: "notApplicable", name, reason: difference.what };
  if (difference !== null) return { kind: "failed", name, difference };
  if (left === 0) return { kind: "passed", name };
  return { kind: "failed", name, difference: { what: "tensors left", expected: "0", got: String(left) } };
}

async function metricDifference(golden: MetricCase): Promise<Difference | null> {
  let difference: Difference | null = null;
  const said = await captureMessages(async () => {
    difference = golden.error ? errorOf(golden, golden.error) : valuesOf(golden);
  });
  return difference ?? (golden.error ? null : metricWarningDifference(said, golden.warnings ?? []));
}

/** Refused when it is made, or by a batch, or when it computes. */
function errorOf(golden: MetricCase, wanted: GoldenMetricError): Difference | null {
  let metric: Metric<unknown> | null = null;
  const refused = thrownBy(() => {
    metric = metricOf(golden.metric, golden.args);
  });
  if (refused instanceof UnknownMetric) throw refused;
  if (golden.returned_class === undefined) return metricErrorDifference("error of the constructor", refused, wanted);
  if (refused !== null || metric === null) return metricErrorDifference("error of the constructor", refused, null);
  const made: Metric<unknown> = metric;
  const updates = new Updates(golden.updates, golden.update_args, readsTexts(golden.metric));
  const thrown = thrownBy(() => {
    for (let i = 0; i < updates.length; i++) updates.forward(made, i);
    made.compute();
  });
  const reason = accidentOf(golden.metric, golden.args, thrown, wanted);
  return reason === undefined ? metricErrorDifference("error", thrown, wanted) : new NotApplicable(reason);
}

function valuesOf(golden: MetricCase): Difference | null {
  const reason = accidentOf(golden.metric, golden.args, null, null);
  if (reason !== undefined) return new NotApplicable(reason);
  const make = () => metricOf(golden.metric, golden.args);
  const updates = new Updates(golden.updates, golden.update_args, readsTexts(golden.metric));
  const metric = make();
  return (
    classDifference(golden, metric) ??
    forwardDifference(golden, metric, updates) ??
    updateDifference(golden, make(), updates) ??
    withoutUpdateDifference(golden, make) ??
    mergeDifference(golden, make, updates)
  );
}

function classDifference(golden: MetricCase, metric: Metric<unknown>): Difference | null {
  const { returned_class = metric.constructor.name, higher_is_better = metric.higherIsBetter } = golden;
  return (
    valueDifference("class", metric.constructor.name, returned_class) ??
    valueDifference("higherIsBetter", metric.higherIsBetter, higher_is_better)
  );
}

function forwardDifference(golden: MetricCase, metric: Metric<unknown>, updates: Updates): Difference | null {
  if (golden.forward_values === undefined) return null;
  for (const [i, wanted] of golden.forward_values.entries()) {
    const value = updates.forward(metric, i);
    const difference =
      valueDifference(`forward ${i}`, value, wanted) ?? valueDifference(`lastValue ${i}`, metric.lastValue, value);
    if (difference !== null) return difference;
  }
  return "compute_after_forwards" in golden
    ? valueDifference("compute after forwards", metric.compute(), golden.compute_after_forwards)
    : null;
}

function updateDifference(golden: MetricCase, metric: Metric<unknown>, updates: Updates): Difference | null {
  for (const [i, wanted] of (golden.compute_after_each_update ?? []).entries()) {
    updates.update(metric, i);
    const difference = valueDifference(`compute after update ${i}`, metric.compute(), wanted);
    if (difference !== null) return difference;
  }
  if (!("compute_after_reset_and_last_update" in golden)) return null;
  metric.reset();
  updates.update(metric, -1);
  return valueDifference("compute after reset", metric.compute(), golden.compute_after_reset_and_last_update);
}

function withoutUpdateDifference(golden: MetricCase, make: () => Metric<unknown>): Difference | null {
  if ("compute_without_update" in golden) {
    return valueDifference("compute without update", make().compute(), golden.compute_without_update);
  }
  if (golden.compute_without_update_error === undefined) return null;
  const [, type = "", message = ""] = /^(\w+): ([\s\S]*)$/.exec(golden.compute_without_update_error) ?? [];
  const thrown = thrownBy(() => make().compute());
  return metricErrorDifference("error of compute without update", thrown, { type, message });
}

/** Metrics whose value depends on which worker saw which update: it is not that of one worker. */
const NOT_MERGED = ["RunningMean", "RunningSum"];

function mergeDifference(golden: MetricCase, make: () => Metric<unknown>, updates: Updates): Difference | null {
  if (golden.compute_after_each_update === undefined || NOT_MERGED.includes(golden.metric)) return null;
  return valueDifference("merged", mergedValue(make, updates), golden.compute_after_each_update.at(-1));
}
