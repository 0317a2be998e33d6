import type { RunDescription } from "../messages.js";

/** Why there is no chart, and what to do; null: there is one. */
export function emptyText(
  runs: readonly RunDescription[] | null,
  shown: readonly RunDescription[],
  metrics: readonly string[],
  filter: string,
): string | null {
  if (runs === null) return "Reading runs …";
  if (runs.length === 0) {
    return "No runs yet.\nTrain an experiment: choose Lightning: Run in the command palette, or type npx lightning run main.ts in a terminal.";
  }
  if (shown.length === 0) return "Select a run to see its metrics.";
  const readable = shown.filter(({ error }) => error === null);
  if (readable.length === 0) return "Nothing to draw: the selected runs cannot be read.";
  if (readable.every((run) => run.metrics.length === 0)) {
    const names = readable.map(({ name }) => name).join(", ");
    return `${names}: no metrics yet.\nCharts appear with the first values that the module logs: this.log("train_loss", loss).`;
  }
  return metrics.length === 0 ? `No metric has “${filter}” in its name.` : null;
}
