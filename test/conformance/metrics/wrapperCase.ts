import { MetricCollection, MetricTracker } from "../../../runtime/metrics/index.js";
import type { Difference } from "../picture.js";
import { captureMessages } from "../replay/messages.js";
import type { GoldenUpdate } from "./batches.js";
import { type Constructed, constructed } from "./construct.js";
import { calling, englishProgram } from "./englishCases.js";
import { accidentOfWrapper, NotApplicable } from "./metricAccidents.js";
import { type GoldenMetricError, metricErrorDifference, thrownBy } from "./metricErrors.js";
import { metricWarningDifference } from "./metricWarnings.js";
import { NoExpression } from "./pythonExpression.js";
import { mergedValue, type Updated, Updates } from "./updating.js";
import { valueDifference } from "./valueDifference.js";

/** Something made of metrics, or a mistake, in Python's words. */
export interface WrapperCase {
  readonly name: string;
  readonly construct?: string;
  readonly updates?: readonly GoldenUpdate[];
  readonly steps?: readonly TrackedStep[];
  readonly forward_values?: readonly unknown[];
  readonly compute?: unknown;
  readonly keys?: readonly string[] | null;
  readonly compute_after_reset_and_first_update?: unknown;
  readonly compute_all?: unknown;
  readonly n_steps?: number;
  readonly best_metric?: unknown;
  readonly best_step?: unknown;
  readonly error?: GoldenMetricError | null;
  readonly warnings?: readonly string[];
}

interface TrackedStep {
  readonly updates: readonly GoldenUpdate[];
  readonly forward_values?: readonly unknown[];
  readonly compute?: unknown;
}

export function isWrapperCase(value: object): value is WrapperCase {
  return !("metric" in value);
}

export async function runWrapperCase(golden: WrapperCase): Promise<Difference | null> {
  let difference: Difference | null = null;
  const said = await captureMessages(async () => {
    if (golden.updates === undefined && golden.steps === undefined) difference = errorDifference(golden);
    else if (golden.error) difference = updateErrorDifference(golden, golden.error);
    else difference = golden.steps === undefined ? valuesDifference(golden) : trackerDifference(golden, golden.steps);
  });
  if (difference !== null || golden.warnings === undefined) return difference;
  return metricWarningDifference(said, golden.warnings);
}

/** The mistake that a text says, and what becomes of it. */
function errorDifference({ construct, error = null }: WrapperCase): Difference | null {
  const thrown = thrownBy(() => {
    const made = construct === undefined ? null : asPython(construct);
    if (made !== null) {
      if (made.batch !== null) calling(made, made.batch);
      return;
    }
    const program = englishProgram(construct, error?.message);
    if (program === null) throw new NoExpression(`No program does: ${construct ?? error?.message}`);
    program();
  });
  if (thrown instanceof NoExpression) return { what: "program", expected: construct ?? "", got: thrown.message };
  return metricErrorDifference("error", thrown, error);
}

/** Null: the text is not Python. */
function asPython(construct: string): Constructed | null {
  try {
    return constructed(construct, []);
  } catch (error) {
    if (error instanceof NoExpression) return null;
    throw error;
  }
}

function updateErrorDifference(golden: WrapperCase, wanted: GoldenMetricError): Difference | null {
  const updates = updatesOf(golden.updates ?? []);
  const thrown = thrownBy(() => {
    const { metric } = constructed(golden.construct ?? "", updates.all);
    for (let i = 0; i < updates.length; i++) updates.forward(metric, i);
    metric.compute();
  });
  return metricErrorDifference("error", thrown, wanted);
}

function valuesDifference(golden: WrapperCase): Difference | null {
  const updates = updatesOf(golden.updates ?? []);
  const make = () => constructed(golden.construct ?? "", updates.all).metric as Updated;
  const metric = make();
  const reason = accidentOfWrapper(metric);
  if (reason !== undefined) return new NotApplicable(reason);
  for (let i = 0; i < updates.length; i++) {
    if (golden.forward_values === undefined) updates.update(metric, i);
    else {
      const difference = valueDifference(`forward ${i}`, updates.forward(metric, i), golden.forward_values[i]);
      if (difference !== null) return difference;
    }
  }
  return (
    keysDifference(golden, metric) ??
    ("compute" in golden ? valueDifference("compute", metric.compute(), golden.compute) : null) ??
    resetDifference(golden, metric, updates) ??
    mergeDifference(golden, make, updates)
  );
}

function keysDifference({ keys }: WrapperCase, metric: Updated): Difference | null {
  if (keys === undefined || keys === null) return null;
  return valueDifference("keys", metric instanceof MetricCollection ? metric.keys() : null, keys);
}

function resetDifference(golden: WrapperCase, metric: Updated, updates: Updates): Difference | null {
  if (!("compute_after_reset_and_first_update" in golden)) return null;
  metric.reset();
  updates.update(metric, 0);
  return valueDifference("compute after reset", metric.compute(), golden.compute_after_reset_and_first_update);
}

/** Wrappers whose value depends on when it was asked for, or on which worker saw which update. */
const NOT_MERGED = /MinMaxMetric|Running/;

function mergeDifference(golden: WrapperCase, make: () => Updated, updates: Updates): Difference | null {
  if (!("compute" in golden) || NOT_MERGED.test(golden.construct ?? "")) return null;
  return valueDifference("merged", mergedValue(make, updates), golden.compute);
}

function trackerDifference(golden: WrapperCase, steps: readonly TrackedStep[]): Difference | null {
  const { metric: tracker } = constructed(
    golden.construct ?? "",
    steps.flatMap(({ updates }) => updates),
  );
  if (!(tracker instanceof MetricTracker))
    return { what: "class", expected: "MetricTracker", got: tracker.constructor.name };
  for (const [step, { updates, forward_values, compute }] of steps.entries()) {
    tracker.increment();
    const batches = updatesOf(updates);
    for (let i = 0; i < batches.length; i++) {
      const value = updates.length > 0 ? batches.forward(tracker, i) : undefined;
      const difference =
        forward_values === undefined ? null : valueDifference(`step ${step} forward ${i}`, value, forward_values[i]);
      if (difference !== null) return difference;
    }
    const difference =
      compute === undefined ? null : valueDifference(`step ${step} compute`, tracker.compute(), compute);
    if (difference !== null) return difference;
  }
  const [value, step] = tracker.bestMetric({ returnStep: true });
  return (
    ("compute_all" in golden ? valueDifference("computeAll", tracker.computeAll(), golden.compute_all) : null) ??
    ("n_steps" in golden ? valueDifference("nSteps", tracker.nSteps, golden.n_steps) : null) ??
    ("best_metric" in golden ? valueDifference("bestMetric", value, golden.best_metric) : null) ??
    ("best_step" in golden ? valueDifference("best step", step, golden.best_step) : null)
  );
}

function updatesOf(updates: readonly GoldenUpdate[]): Updates {
  return new Updates(updates, Object.keys(updates[0] ?? {}));
}
