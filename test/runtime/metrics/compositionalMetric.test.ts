import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as metrics from "../../../runtime/metrics/index.js";

test("a composition computes with the values of metrics that see the same batches", () => {
  const precision = new metrics.BinaryPrecision();
  const recall = new metrics.BinaryRecall();
  const f1 = new metrics.BinaryF1Score();
  const composed = new metrics.CompositionalMetric((p, r) => (2 * p * r) / (p + r), precision, recall);
  const difference = new metrics.CompositionalMetric((a, b, scale) => scale * Math.abs(a - b), composed, f1, 100);
  const batches = [
    [tf.tensor1d([0.9, 0.2, 0.6]), tf.tensor1d([1, 1, 0], "int32")],
    [tf.tensor1d([0.7, 0.4]), tf.tensor1d([1, 0], "int32")],
  ] as const;
  expect(batches.map((batch) => difference.forward(...batch).toFixed(6))).toEqual(["0.000000", "0.000000"]);
  expect([composed.compute().toFixed(4), difference.compute().toFixed(6)]).toEqual(["0.6667", "0.000000"]);
});
