import { expect, test } from "vitest";
import { histogramOf } from "../../../../runtime/loggers/tensorboard/histogram.js";

test("values are counted in buckets that grow by a tenth; an empty one stays at the left", () => {
  const { limits, counts, ...rest } = histogramOf([1, 1.05, 1.2, Number.NaN]) ?? { limits: [], counts: [] };
  expect(rest).toEqual({ min: 1, max: 1.2, count: 3, sum: 3.25, sumOfSquares: 1 + 1.05 ** 2 + 1.2 ** 2 });
  expect(limits.map((limit) => limit.toFixed(3))).toEqual(["0.917", "1.009", "1.110", "1.221"]);
  expect(counts).toEqual([0, 1, 1, 1]);
});

test("zero has a bucket of its own beside the smallest numbers", () => {
  const histogram = histogramOf([0, 0]);
  expect([histogram?.limits, histogram?.counts]).toEqual([
    [0, 1e-12],
    [0, 2],
  ]);
});

test("nothing finite makes no histogram", () => {
  expect(histogramOf([Number.NaN, Number.POSITIVE_INFINITY])).toBe(undefined);
});
