import { describe, expect, it } from "vitest";
import { EpochAxis } from "../../../extension/runs/epochAxis.js";

describe("the epoch axis", () => {
  it("spreads the steps of each epoch evenly over it", () => {
    const axis = axisOf([
      [9, 0],
      [19, 1],
      [24, 2],
    ]);

    expect([0, 5, 10, 15, 20].map((step) => axis.toEpoch(step))).toEqual([0, 0.5, 1, 1.5, 2]);
  });

  it("leads back to the very step", () => {
    const axis = axisOf([
      [41, 0],
      [83, 1],
      [125, 2],
    ]);

    expect([0, 17, 42, 99, 125].map((step) => axis.toStep(axis.toEpoch(step)))).toEqual([0, 17, 42, 99, 125]);
  });

  it("is not known for a run that logs no epoch", () => {
    expect(axisOf([]).known).toBe(false);
  });
});

function axisOf(rows: readonly (readonly [step: number, epoch: number])[]): EpochAxis {
  const axis = new EpochAxis();
  for (const [step, epoch] of rows) axis.add(step, epoch);
  return axis;
}
