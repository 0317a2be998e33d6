import type { ChartTable } from "./chartTable.js";

export type Range = readonly [from: number, to: number];

/** What the side of a chart spans: all values (with their bands) at the shown places, and a little air. */
export function valueRange(table: ChartTable, shown: Range, logScale: boolean): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  table.places.forEach((place, index) => {
    if (place < shown[0] || place > shown[1]) return;
    for (const run of table.runs) {
      // A smoothed line may leave its band.
      const line = run.line[index];
      low = Math.min(low, run.min[index] ?? low, line ?? low);
      high = Math.max(high, run.max[index] ?? high, line ?? high);
    }
  });
  if (low > high) return logScale ? [0.1, 1] : [0, 1];
  return logScale ? logarithmic(low, high) : linear(low, high);
}

function linear(low: number, high: number): Range {
  const span = high - low;
  const flat = span <= Math.abs(high) * 1e-9;
  const air = flat ? Math.abs(high) * 0.1 || 1 : span * 0.08;
  // Losses and accuracies do not look as if they could be negative.
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** At least the third part of a decade, so that there are ticks to read. */
function logarithmic(low: number, high: number): Range {
  const air = Math.max((Math.log10(high) - Math.log10(low)) * 0.08, low === high ? 0.5 : 0.02);
  return [10 ** (Math.log10(low) - air), 10 ** (Math.log10(high) + air)];
}
