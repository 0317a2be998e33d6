import type { ChartTheme } from "./chartTheme.js";
import { logTicks } from "./logTicks.js";
import { logTickText, placeText, tickText } from "./numberText.js";
import type { Range } from "./valueRange.js";

export interface AxesInput {
  readonly theme: ChartTheme;
  /** False where places between whole numbers mean nothing. */
  readonly fractions: boolean;
  readonly logScale: boolean;
}

/** Distances between ticks where places are whole numbers, ascending. */
const WHOLE_STEPS = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

/** How the chart library is to draw the bottom and the side. */
export function chartAxes({ theme, fractions, logScale }: AxesInput, values: () => Range) {
  const look = {
    stroke: theme.text,
    font: theme.font,
    grid: { stroke: theme.grid, width: 1 },
    ticks: { stroke: theme.grid, width: 1, size: 4 },
    gap: 4,
  };
  return [
    { ...look, size: 26, space: 60, values: texts(placeText), ...(fractions ? {} : { incrs: WHOLE_STEPS }) },
    {
      ...look,
      size: sideWidth,
      space: 32,
      values: texts(logScale ? logTickText : tickText),
      ...(logScale ? { splits: () => logTicks(values()), filter: (_: unknown, splits: number[]) => splits } : {}),
    },
  ];
}

/** The library gives null for a tick that is to have no text. */
function texts(text: (value: number, distance: number) => string) {
  return (_: unknown, ticks: readonly (number | null)[], __: number, ___: number, distance: number) =>
    ticks.map((value) => (value === null ? "" : text(value, distance)));
}

/** Room for the longest text; the same in most charts, so that they line up. */
function sideWidth(_: unknown, texts: readonly string[] | null): number {
  return Math.max(54, 16 + 7 * Math.max(0, ...(texts ?? []).map((text) => text.length)));
}
