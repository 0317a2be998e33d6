import { expect, test } from "vitest";
import type { Frame } from "../../../media/messages.js";
import { chartTable } from "../../../media/metrics/chartTable.js";

const no = Number.NaN;

test("only buckets in which a shown run has a value become rows", () => {
  const frame = frameOf(
    ["a", "b"],
    [
      [0, 1, 2, 3],
      [1, no, no, 4],
      [2, no, no, 5],
      [1.5, no, no, 4.5],
      [no, 7, no, no],
      [no, 7, no, no],
      [no, 7, no, no],
    ],
  );
  expect(chartTable(frame, new Set(["a", "b"]), false)).toEqual({
    places: [0, 1, 3],
    runs: [
      { id: "a", min: [1, null, 4], max: [2, null, 5], line: [1.5, null, 4.5], points: 2 },
      { id: "b", min: [null, 7, null], max: [null, 7, null], line: [null, 7, null], points: 1 },
    ],
  });
});

test("a run that was hidden while its values were on their way is left out", () => {
  const frame = frameOf(
    ["a", "b"],
    [
      [0, 1],
      [1, no],
      [1, no],
      [1, no],
      [no, 2],
      [no, 2],
      [no, 2],
    ],
  );
  expect(chartTable(frame, new Set(["b"]), false)).toEqual({
    places: [1],
    runs: [{ id: "b", min: [2], max: [2], line: [2], points: 1 }],
  });
});

test("a log scale leaves out what is not positive, and a band that reaches below stops at the line", () => {
  const frame = frameOf(
    ["a"],
    [
      [0, 1, 2],
      [-1, 0, 2],
      [3, 0, 4],
      [1, 0, 3],
    ],
  );
  expect(chartTable(frame, new Set(["a"]), true)).toEqual({
    places: [0, 2],
    runs: [{ id: "a", min: [1, 2], max: [3, 4], line: [1, 3], points: 2 }],
  });
});

test("an empty frame has no rows", () => {
  expect(chartTable(frameOf(["a"], [[], [], [], []]), new Set(["a"]), false).places).toEqual([]);
});

function frameOf(runs: readonly string[], rows: readonly (readonly number[])[]): Frame {
  const buckets = rows[0]?.length ?? 0;
  const data = Float64Array.from(rows.flat()).buffer;
  return { kind: "frame", id: 1, metric: "loss", range: buckets === 0 ? null : [0, buckets - 1], buckets, runs, data };
}
