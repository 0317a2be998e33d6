import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

const target = tf.tensor1d([3, -0.5, 2, 7]);
const preds = tf.tensor1d([2.5, 0, 2, 8]);
const halves = (tensor: tf.Tensor) => [tensor.slice(0, 1), tensor.slice(1)] as const;

test.each([
  ["MeanSquaredError", new metrics.MeanSquaredError(), 0.375],
  ["MeanSquaredError, its root", new metrics.MeanSquaredError({ squared: false }), 0.612372],
  ["MeanAbsoluteError", new metrics.MeanAbsoluteError(), 0.5],
  ["R2Score", new metrics.R2Score(), 0.948608],
  ["ExplainedVariance", new metrics.ExplainedVariance(), 0.957173],
  ["PearsonCorrCoef", new metrics.PearsonCorrCoef(), 0.98487],
  ["SpearmanCorrCoef", new metrics.SpearmanCorrCoef(), 1],
  ["KendallRankCorrCoef", new metrics.KendallRankCorrCoef(), 1],
])("%s over two batches is that of all values", (_, metric, expected) => {
  const [p, t] = [halves(preds), halves(target)];
  metric.update(p[0], t[0]);
  metric.update(p[1], t[1]);
  expect(metric.compute()).toBeCloseTo(expected, 5);
});

test("each column is a value of its own", () => {
  const [columns, wanted] = [tf.tensor2d([1, 2, 3, 6], [2, 2]), tf.tensor2d([1, 1, 3, 3], [2, 2])];
  expect([
    new metrics.MeanSquaredError({ numOutputs: 2 }).forward(columns, wanted),
    new metrics.R2Score({ multioutput: "raw_values" }).forward(columns, wanted),
  ]).toEqual([
    [0, 5],
    [1, -4],
  ]);
});

test("a correlation over millions of far values does not lose its digits", () => {
  const pearson = new metrics.PearsonCorrCoef();
  for (let i = 0; i < 4; i++) {
    const values = tf.range(0, 1000).add(1e6);
    pearson.update(values, values.mul(-1));
  }
  expect(pearson.compute()).toBeCloseTo(-1, 6);
});

test("other shapes are refused", () => {
  expect(messageOf(() => new metrics.MeanSquaredError().update(preds, tf.zeros([3])))).toMatchInlineSnapshot(
    `"\`preds\` and \`target\` of MeanSquaredError must have the same shape; they have [4] and [3]."`,
  );
});
