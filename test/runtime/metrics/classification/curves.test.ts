import "../../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

const scores = tf.tensor1d([0.1, 0.4, 0.35, 0.8]);
const target = tf.tensor1d([0, 0, 1, 1], "int32");

const table = (curve: readonly (readonly number[])[]) =>
  curve.map((values) => values.map((value) => Number(value.toFixed(2))).join(" ")).join("\n");

test("a curve has a point for each score that occurs", () => {
  const roc = new metrics.BinaryROC().forward(scores, target);
  const curve = new metrics.BinaryPrecisionRecallCurve().forward(scores, target);
  expect(`${table(roc)}\n\n${table(curve)}`).toMatchInlineSnapshot(`
    "0 0 0.5 0.5 1
    0 0.5 0.5 1 1
    1 0.8 0.4 0.35 0.1

    0.5 0.67 0.5 1 1
    1 1 0.5 0.5 0
    0.1 0.35 0.4 0.8"
  `);
});

test("the areas are torchmetrics', exact or at chosen thresholds", () => {
  const area = (thresholds: number | number[] | null) =>
    new metrics.BinaryAUROC({ thresholds }).forward(scores, target).toFixed(4);
  expect({
    exact: area(null),
    five: area(5),
    chosen: area([0.3, 0.6]),
    upToFalsePositives: new metrics.BinaryAUROC({ maxFpr: 0.5 }).forward(scores, target).toFixed(4),
    precision: new metrics.BinaryAveragePrecision().forward(scores, target).toFixed(4),
  }).toMatchInlineSnapshot(`
    {
      "chosen": "0.3750",
      "exact": "0.7500",
      "five": "0.8750",
      "precision": "0.8333",
      "upToFalsePositives": "0.6667",
    }
  `);
});

test("scores that are equal are one point, whichever comes first", () => {
  const auroc = new metrics.BinaryAUROC();
  expect(auroc.forward(tf.tensor1d([0.5, 0.5, 0.5]), tf.tensor1d([1, 0, 1], "int32"))).toBe(0.5);
});

test("chosen thresholds take the same memory for many scores as for few", () => {
  const auroc = new metrics.BinaryAUROC({ thresholds: 100 });
  const size = () => Object.values(auroc.metricState).map((state) => (state as Float64Array).length);
  auroc.update(scores, target);
  const before = size();
  for (let i = 0; i < 10; i++) auroc.update(scores, target);
  expect(size()).toEqual(before);
});

test("a class that never occurs counts as 0 in an average, and a warning says so, as in torchmetrics", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const auroc = new metrics.MulticlassAUROC({ numClasses: 3 });
  const value = auroc.forward(tf.tensor2d([0.8, 0.1, 0.1, 0.2, 0.7, 0.1], [2, 3]), tf.tensor1d([0, 1], "int32"));
  expect(value).toBeCloseTo(2 / 3, 6);
  expect(warn.mock.calls.flat().at(-1)).toMatchInlineSnapshot(
    `"No positive samples in targets, true positive value should be meaningless. Returning zero tensor in true positive score"`,
  );
  warn.mockRestore();
});

test("classes instead of scores are refused: there is no curve through one point", () => {
  expect(messageOf(() => new metrics.MulticlassAUROC({ numClasses: 2 }).update(target, target))).toMatchInlineSnapshot(
    `"\`preds\` of MulticlassAUROC is [4] and \`target\` is [4]. They must be [samples, 2, …] and [samples, …]."`,
  );
});
