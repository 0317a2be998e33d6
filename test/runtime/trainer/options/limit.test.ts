import { expect, test } from "vitest";
import { isNone, parseLimit } from "../../../../runtime/trainer/options/limit.js";

test.each<[number | string, object]>([
  [3, { kind: "count", batches: 3 }],
  [1, { kind: "count", batches: 1 }],
  [0, { kind: "count", batches: 0 }],
  [0.25, { kind: "fraction", share: 0.25 }],
  ["1.0", { kind: "fraction", share: 1 }],
  ["0.5", { kind: "fraction", share: 0.5 }],
  ["4", { kind: "count", batches: 4 }],
])("a limit of %j is %j", (limit, parsed) => {
  expect(parseLimit("limitTrainBatches", limit)).toEqual(parsed);
});

test.each([-1, 2.5, "1.5", "all", "", true, [3]])("a limit of %j is refused", (limit) => {
  expect(() => parseLimit("limitValBatches", limit)).toThrow(/^You have passed invalid value .* for limitValBatches/);
});

test("a limit of nothing is none, as a number and as a share", () => {
  expect([0, "0.0", 1, 0.1].map((limit) => isNone(parseLimit("limitTrainBatches", limit)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
