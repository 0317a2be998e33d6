import { expect, test } from "vitest";
import type { ChartTable } from "../../../media/metrics/chartTable.js";
import { type Range, valueRange } from "../../../media/metrics/valueRange.js";

const all: Range = [0, 10];

test("it spans the bands of the shown part, with a little air", () => {
  const table = tableOf([-1, 5, 100], [1, 7, 200]);
  expect(rounded(valueRange(table, [0, 1], false))).toEqual([-1.64, 7.64]);
});

test("a smoothed line that leaves its band is seen", () => {
  const table = { places: [0], runs: [{ id: "a", min: [1], max: [1], line: [2], points: 1 }] };
  expect(rounded(valueRange(table, all, false))).toEqual([0.92, 2.08]);
});

test("it does not go below zero for values that do not", () => {
  expect(valueRange(tableOf([0.01, 0.5, 1]), all, false)[0]).toBe(0);
});

test("a constant has room above and below", () => {
  expect(rounded(valueRange(tableOf([0.5, 0.5, 0.5]), all, false))).toEqual([0.45, 0.55]);
  expect(valueRange(tableOf([0, 0, 0]), all, false)).toEqual([0, 1]);
});

test("a log scale spans decades", () => {
  expect(rounded(valueRange(tableOf([0.001, 0.1, 10]), all, true))).toEqual([0, 20.89]);
  expect(valueRange(tableOf([1, 1, 1]), all, true).map((value) => Math.log10(value))).toEqual([-0.5, 0.5]);
});

test("nothing to show has a range all the same", () => {
  expect(valueRange({ places: [], runs: [] }, all, false)).toEqual([0, 1]);
  expect(valueRange({ places: [], runs: [] }, all, true)).toEqual([0.1, 1]);
});

function tableOf(min: number[], max = min): ChartTable {
  return { places: min.map((_, place) => place), runs: [{ id: "a", min, max, line: max, points: min.length }] };
}

function rounded(range: Range): number[] {
  return range.map((value) => Math.round(value * 100) / 100);
}
