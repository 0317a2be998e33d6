import { describe, expect, it } from "vitest";
import { Series } from "../../../extension/runs/series.js";
import { Smoothed } from "../../../extension/runs/smoothed.js";

describe("smoothing", () => {
  it("starts at the first value, not at zero", () => {
    // Debiased: (0.5 * 4 * 0.5 + 8 * 0.5) / (1 - 0.25), and so on.
    expect(smooth([4, 8, 8], 0.5)).toEqual([4, 6.666667, 7.428571]);
  });

  it("leaves a constant series constant, to the last bit", () => {
    expect(new Set(smooth(Array(50).fill(0.1), 0.9, (value) => value))).toEqual(new Set([0.1]));
  });

  it("leaves the series as it is with a weight of zero, and never freezes on the first value", () => {
    expect(smooth([1, 2, 3], 0)).toEqual([1, 2, 3]);
    expect(smooth([0, 1], 1)[1]).toBeGreaterThan(0.4);
  });

  it("starts anew where a run was resumed", () => {
    const series = new Series();
    for (const [step, value] of [
      [0, 100],
      [1, 100],
      [0, 2],
      [1, 2],
    ] as const)
      series.append(step, value);
    const line = new Smoothed(series, 0.9);
    line.extend(10);

    expect([...line.values.numbers]).toEqual([100, 100, 2, 2]);
  });
});

function smooth(
  values: readonly number[],
  weight: number,
  round = (value: number) => Number(value.toFixed(6)),
): number[] {
  const series = new Series();
  values.forEach((value, step) => {
    series.append(step, value);
  });
  const line = new Smoothed(series, weight);
  // In pieces, as it is done for a run that is still going.
  while (!line.extend(1)) {}
  return Array.from(line.values.numbers, round);
}
