import "../../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

test("numbers and tensors are collected", () => {
  const all = [
    new metrics.MeanMetric(),
    new metrics.SumMetric(),
    new metrics.MaxMetric(),
    new metrics.MinMetric(),
    new metrics.CatMetric(),
  ];
  for (const metric of all) {
    metric.update(1);
    metric.update(tf.tensor1d([2, 6]));
  }
  expect(all.map((metric) => metric.compute())).toEqual([3, 9, 6, 1, [1, 2, 6]]);
});

test("a mean may be weighted: by the sizes of batches, for example", () => {
  const mean = new metrics.MeanMetric();
  mean.update(1, 3);
  mean.update(tf.tensor1d([5, 9]), tf.tensor1d([1, 0]));
  expect(mean.compute()).toBe(2);
});

test("running metrics know the last values alone", () => {
  const mean = new metrics.RunningMean({ window: 2 });
  expect([1, 2, 6].map((value) => [mean.forward(value), mean.compute()])).toEqual([
    [1, 1],
    [2, 1.5],
    [6, 4],
  ]);
});

test.each([
  ["warn", 2, ["Encountered `nan` values in tensor. Will be removed."]],
  ["ignore", 2, []],
  ["disable", Number.NaN, []],
  [5, 3, []],
] as const)("with nanStrategy %j, the mean of 1, 3 and NaN is %d", (nanStrategy, expected, warnings) => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const mean = new metrics.MeanMetric({ nanStrategy });
  mean.update(tf.tensor1d([1, 3, Number.NaN]));
  expect([mean.compute(), warn.mock.calls.flat()]).toEqual([expected, warnings]);
  warn.mockRestore();
});

test("NaN can be an error", () => {
  expect(messageOf(() => new metrics.MeanMetric({ nanStrategy: "error" }).update(Number.NaN))).toMatchInlineSnapshot(
    `"MeanMetric was given NaN. Set \`nanStrategy\` to "ignore" or to a number to go on without it."`,
  );
});
