import type { RunDescription } from "../messages.js";

const STAGES = ["train", "val", "test"];

/** The metrics of some runs, each once: those of training first, then validation, test, and the others; by name within each. */
export function metricOrder(runs: readonly RunDescription[]): string[] {
  const names = new Set(runs.flatMap((run) => run.metrics.map((metric) => metric.name)));
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function rank(name: string): number {
  const index = STAGES.findIndex((stage) => name.startsWith(`${stage}_`) || name.startsWith(`${stage}/`));
  return index < 0 ? STAGES.length : index;
}
