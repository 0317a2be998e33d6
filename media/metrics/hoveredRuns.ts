import type { Axis, RunDescription } from "../messages.js";
import type { ChartHover } from "./lineChart.js";
import { placeText, valueText } from "./numberText.js";

/** More would not fit beside a chart; those next to the pointer stay. */
const MAX_RUNS = 10;

export interface HoveredRun {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Where its nearest point lies, when that is not where the cursor is. */
  readonly elsewhere: string | null;
}

/** What is under a cursor, largest value first. */
export function hoveredRuns(hover: ChartHover, axis: Axis, runs: readonly RunDescription[]): HoveredRun[] {
  const nearest = [...hover.points].sort((a, b) => a.distance - b.distance).slice(0, MAX_RUNS);
  return nearest
    .sort((a, b) => b.value - a.value)
    .map(({ id, place, value }) => ({
      id,
      name: runs.find((run) => run.id === id)?.name ?? id,
      value: valueText(value),
      elsewhere: placeOn(axis, place) === placeOn(axis, hover.place) ? null : placeOn(axis, place),
    }));
}

/** `step 120`, `epoch 2.5`. Buckets lie between steps; steps are whole. */
export function placeOn(axis: Axis, place: number): string {
  return axis === "step" ? `step ${Math.round(place).toLocaleString("en-US")}` : `epoch ${placeText(round2(place))}`;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The same as a sentence, for a screen reader. */
export function hoverSentence(hover: ChartHover, axis: Axis, runs: readonly RunDescription[]): string {
  const parts = hoveredRuns(hover, axis, runs).map(({ name, value, elsewhere }) =>
    elsewhere === null ? `${name} ${value}` : `${name} ${value} at ${elsewhere}`,
  );
  return `${placeOn(axis, hover.place)}: ${parts.join(", ")}`;
}
