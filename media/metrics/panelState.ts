import type { MetricsState } from "../messages.js";

/** How all charts are drawn. */
export type ChartSettings = Omit<MetricsState, "selected">;

export const DEFAULT_SETTINGS: ChartSettings = { axis: "step", smoothing: 0, logScale: false };

/** What an earlier window kept; null: nothing, or nothing that this version understands. */
export function parseMetricsState(value: unknown): MetricsState | null {
  if (typeof value !== "object" || value === null) return null;
  const { selected, axis, smoothing, logScale } = value as { readonly [key in keyof MetricsState]?: unknown };
  if (!Array.isArray(selected) || !selected.every((id) => typeof id === "string")) return null;
  if (axis !== "step" && axis !== "epoch") return null;
  if (typeof smoothing !== "number" || !(smoothing >= 0 && smoothing <= 0.999)) return null;
  return { selected, axis, smoothing, logScale: logScale === true };
}
