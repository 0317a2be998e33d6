import type { Axis, MetricDescription, RunDescription } from "../messages.js";
import { valueText } from "./numberText.js";

/** A chart in words, for those who do not see it. */
export function chartDescription(metric: string, axis: Axis, runs: readonly RunDescription[]): string {
  const count = runs.length === 1 ? "1 run" : `${runs.length} runs`;
  const parts = runs.map((run) => `${run.name}: ${metricWords(metricOf(run, metric))}`);
  return [`${metric} over ${axis}s, ${count}`, ...parts].join(". ");
}

/** What a run says of one of its metrics. */
export function metricOf(run: RunDescription, metric: string): MetricDescription | undefined {
  return run.metrics.find(({ name }) => name === metric);
}

function metricWords(metric: MetricDescription | undefined): string {
  if (metric === undefined) return "no values";
  const { last, min, max, nonFinite } = metric;
  const bad = nonFinite > 0 ? [nonFiniteText(nonFinite)] : [];
  if (last === null || min === null || max === null) return ["no finite values", ...bad].join(", ");
  return [`last ${valueText(last)}`, `lowest ${valueText(min)}`, `highest ${valueText(max)}`, ...bad].join(", ");
}

/** Values that no chart can place: the field calls them all by the name of the most frequent one. */
export function nonFiniteText(count: number): string {
  return `${count.toLocaleString("en-US")} NaN`;
}
