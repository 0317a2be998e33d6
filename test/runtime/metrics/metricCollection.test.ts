import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as metrics from "../../../runtime/metrics/index.js";
import { messageOf } from "../messageOf.js";

const options = { numClasses: 3 };
const preds = tf.tensor1d([0, 1, 2, 1], "int32");
const target = tf.tensor1d([0, 1, 1, 2], "int32");
const others = tf.tensor1d([0, 0, 0, 0], "int32");

const rounded = (values: object) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${(value as number).toFixed(3)}`)
    .join(", ");

test("each value comes by its metric's name, in a list that of the class", () => {
  const list = new metrics.MetricCollection(
    [new metrics.MulticlassRecall(options), new metrics.MulticlassAccuracy({ ...options, average: "micro" })],
    { prefix: "val_" },
  );
  const named = new metrics.MetricCollection({ second: new metrics.SumMetric(), first: new metrics.MeanMetric() });
  named.update(tf.tensor1d([1, 2]));
  expect([rounded(list.forward(preds, target)), rounded(named.compute())]).toMatchInlineSnapshot(`
    [
      "val_MulticlassRecall 0.500, val_MulticlassAccuracy 0.500",
      "first 1.500, second 3.000",
    ]
  `);
});

test("metrics that remember the same update once, and stay apart when one is updated alone", () => {
  const [precision, recall] = [new metrics.MulticlassPrecision(options), new metrics.MulticlassRecall(options)];
  const updates = [precision, recall].map((metric) => vi.spyOn(metric, "update"));
  const collection = new metrics.MetricCollection({
    precision,
    recall,
    matrix: new metrics.MulticlassConfusionMatrix(options),
  });
  collection.update(preds, target);
  expect([collection.computeGroups, updates.map(({ mock }) => mock.calls.length)]).toEqual([
    [["matrix"], ["precision", "recall"]],
    [1, 0],
  ]);
  const before = collection.compute();
  collection.get("precision").update(others, target);
  const after = collection.compute();
  expect([after["recall"] === before["recall"], after["precision"] === before["precision"]]).toEqual([true, false]);
});

test("collections merge, clone and reset as their metrics do", () => {
  const collection = new metrics.MetricCollection({ mean: new metrics.MeanMetric(), most: new metrics.MaxMetric() });
  collection.update(tf.tensor1d([1, 2]));
  const copy = collection.clone({ prefix: "copy_" });
  copy.update(tf.tensor1d([6]));
  collection.merge(copy);
  collection.merge(structuredClone(copy.snapshot()));
  collection.merge(new metrics.MetricCollection({ mean: new metrics.MeanMetric(), most: new metrics.MaxMetric() }));
  expect([rounded(copy.compute()), rounded(collection.compute())]).toMatchInlineSnapshot(`
    [
      "copy_mean 3.000, copy_most 6.000",
      "mean 2.625, most 6.000",
    ]
  `);
});

test("two metrics of one name, and what is no metric, are refused", () => {
  expect([
    messageOf(() => new metrics.MetricCollection([new metrics.MeanMetric(), new metrics.MeanMetric()])),
    messageOf(() => new metrics.MetricCollection(["accuracy"] as never)),
    messageOf(() => new metrics.MetricCollection([new metrics.MeanMetric()]).get("Mean")),
  ]).toMatchInlineSnapshot(`
    [
      "A MetricCollection was given two metrics named \`MeanMetric\`. Name them: \`new MetricCollection({ first: …, second: … })\`.",
      "A MetricCollection is made of metrics and collections, in a list or an object; it was given "accuracy".",
      "The collection has no metric \`Mean\`; it has MeanMetric.",
    ]
  `);
});
