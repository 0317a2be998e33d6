import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { ConfusionMatrix } from "../../../../runtime/metrics/index.js";

const preds = tf.tensor1d([0, 0, 1, 1, 2, 2, 2, 0], "int32");
const target = tf.tensor1d([0, 0, 0, 1, 2, 2, 1, 2], "int32");

test.each([
  [null, "2 1 0 | 0 1 1 | 1 0 2"],
  ["true", "0.67 0.33 0 | 0 0.5 0.5 | 0.33 0 0.67"],
  ["pred", "0.67 0.5 0 | 0 0.5 0.33 | 0.33 0 0.67"],
  ["all", "0.25 0.13 0 | 0 0.13 0.13 | 0.13 0 0.25"],
] as const)("rows are targets and columns predictions, as shares of %s", (normalize, rows) => {
  const matrix = new ConfusionMatrix({ task: "multiclass", numClasses: 3, normalize });
  matrix.update(preds, target);
  const text = (matrix.compute() as number[][]).map((row) => row.map((cell) => Number(cell.toFixed(2))).join(" "));
  expect(text.join(" | ")).toBe(rows);
});

test("there is one matrix for each label", () => {
  const matrix = new ConfusionMatrix({ task: "multilabel", numLabels: 2 });
  matrix.update(tf.tensor2d([1, 0, 1, 1], [2, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2], "int32"));
  expect(JSON.stringify(matrix.compute())).toBe("[[[0,1],[0,1]],[[1,0],[0,1]]]");
});
