import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

const preds = tf.tensor1d([0, 1, 1, 2], "int32");
const target = tf.tensor1d([0, 1, 2, 2], "int32");

test("ClasswiseWrapper names the values of the classes", () => {
  const options = { numClasses: 3, average: "none" } as const;
  const plain = new metrics.ClasswiseWrapper(new metrics.MulticlassAccuracy(options));
  const named = new metrics.ClasswiseWrapper(new metrics.MulticlassAccuracy(options), {
    labels: ["horse", "fish", "dog"],
    prefix: "acc/",
  });
  expect([plain.forward(preds, target), named.forward(preds, target)]).toEqual([
    { multiclassaccuracy_0: 1, multiclassaccuracy_1: 1, multiclassaccuracy_2: 0.5 },
    { "acc/horse": 1, "acc/fish": 1, "acc/dog": 0.5 },
  ]);
});

test("MinMaxMetric remembers the extremes of what was computed, beyond a reset", () => {
  const extremes = new metrics.MinMaxMetric(new metrics.MeanMetric());
  const values = [2, 5, 3].map((value) => {
    extremes.update(value);
    const computed = extremes.compute();
    extremes.reset();
    return computed;
  });
  expect(values.at(-1)).toEqual({ raw: 3, min: 2, max: 5 });
});

test("Running is the value over the last batches", () => {
  const running = new metrics.Running(new metrics.SumMetric(), { window: 2 });
  expect(
    [1, 2, 6].map((value) => {
      running.update(value);
      return running.compute();
    }),
  ).toEqual([1, 3, 8]);
});

test("MultioutputWrapper gives each column to a metric of its own, without the rows that have no number", () => {
  const wrapper = new metrics.MultioutputWrapper(new metrics.MeanSquaredError(), { numOutputs: 2 });
  const columns = tf.tensor2d([1, 2, Number.NaN, 4], [2, 2]);
  expect(wrapper.forward(columns, tf.tensor2d([2, 2, 0, 0], [2, 2]))).toEqual([1, 8]);
});

test("MultitaskWrapper gives each task its own batches", () => {
  const wrapper = new metrics.MultitaskWrapper({
    price: new metrics.MeanAbsoluteError(),
    kind: new metrics.MulticlassAccuracy({ numClasses: 3, average: "micro" }),
  });
  const batch = { price: tf.tensor1d([1, 2]), kind: preds };
  expect(wrapper.forward(batch, { price: tf.tensor1d([1, 4]), kind: target })).toEqual({ price: 1, kind: 0.75 });
});

test("MetricTracker keeps a metric for each step and knows the best", () => {
  const tracker = new metrics.MetricTracker(new metrics.BinaryAccuracy());
  for (const right of [1, 4, 2]) {
    tracker.increment();
    tracker.update(tf.tensor1d([0, 1, 2, 3]).less(right).toInt(), tf.ones([4], "int32"));
  }
  expect([tracker.computeAll(), tracker.bestMetric({ returnStep: true })]).toEqual([
    [0.25, 1, 0.5],
    [1, 1],
  ]);
});

test("a bootstrap's spread is that of copies that saw other samples of the same batches", () => {
  const bootstrap = new metrics.BootStrapper(new metrics.MeanMetric(), { numBootstraps: 20, raw: true });
  bootstrap.update(tf.range(0, 100));
  const { mean, std, raw } = bootstrap.compute() as { mean: number; std: number; raw: number[] };
  expect([raw.length, Math.abs(mean - 49.5) < 4 * (std as number), std > 0.5 && std < 8]).toEqual([20, true, true]);
});

test("what cannot be wrapped says why", () => {
  expect([
    messageOf(() => new metrics.ClasswiseWrapper(new metrics.MeanMetric() as never).forward(1)),
    messageOf(() => new metrics.MinMaxMetric("accuracy" as never)),
    messageOf(() => new metrics.Running(new metrics.SumMetric(), 3 as unknown as object)),
    messageOf(() => new metrics.Running(new metrics.MinMaxMetric(new metrics.MeanMetric()))),
    messageOf(() => new metrics.MetricTracker(new metrics.MeanMetric())),
    messageOf(() => new metrics.MetricTracker(new metrics.BinaryAccuracy()).compute()),
  ]).toMatchInlineSnapshot(`
    [
      "ClasswiseWrapper needs a value for each class, and MeanMetric gives one number. Set its \`average\` to "none".",
      "\`baseMetric\` of MinMaxMetric must be a Metric; it is string.",
      "Running takes its options by name, in an object: \`{ … }\`; it was given 3.",
      "Running needs a metric whose states merge, with \`fullStateUpdate\` false; MinMaxMetric has true.",
      "MeanMetric does not say whether more is better. Give MetricTracker \`{ maximize: true }\` or \`false\`.",
      "\`compute\` of a MetricTracker was called before there is a step. Call \`increment()\` first.",
    ]
  `);
});
