import { describe, expect, it } from "vitest";
import { Series } from "../../../extension/runs/series.js";

describe("a series", () => {
  it("begins a new segment where the step goes back, as when a run is resumed", () => {
    const series = seriesOf([0, 1, 2, 1, 2, 3]);

    expect(series.segments).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 },
    ]);
    expect(series.last).toEqual({ step: 3, value: 5 });
  });

  it("leaves out what goes back beyond all measure, and counts it", () => {
    const series = seriesOf(Array.from({ length: 100 }, (_, i) => 100 - i));

    expect([series.segments.length, series.unordered]).toEqual([32, 68]);
  });

  it("finds the extremes of any range as a plain scan does, also after it has grown", () => {
    const series = new Series();
    const values = Array.from({ length: 5000 }, (_, i) => Math.sin(i * 12.9898) * 43758.5453 - Math.floor(i / 7));
    for (const part of [values.slice(0, 1000), values.slice(1000)]) {
      for (const value of part) series.append(series.length, value);
      for (const [from, to] of [
        [0, series.length],
        [3, 4],
        [15, 17],
        [250, 999],
        [17, series.length - 1],
      ] as const) {
        const extremes = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
        series.pyramid().widen(extremes, from, to);
        const range = values.slice(from, to);
        expect(extremes).toEqual({ min: Math.min(...range), max: Math.max(...range) });
      }
    }
  });
});

function seriesOf(steps: readonly number[]): Series {
  const series = new Series();
  steps.forEach((step, i) => {
    series.append(step, i);
  });
  return series;
}
