import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { clipGradients, clipGradNorm, type GradientClipAlgorithm } from "../../../runtime/optim/clipGradients.js";

test.each<[string, number | null, GradientClipAlgorithm, string]>([
  ["their joint norm", 2.5, "norm", "1.50 2.00"],
  ["each value", 3.5, "value", "3.00 3.50"],
  ["nothing below the norm", 6, "norm", "3.00 4.00"],
  ["nothing for 0", 0, "norm", "3.00 4.00"],
  ["nothing for null", null, "value", "3.00 4.00"],
])("clips %s", (_what, value, algorithm, picture) => {
  const parameters = withGradients(3, 4);
  clipGradients(parameters, value, algorithm);
  expect(parameters.map(({ grad }) => grad?.dataSync()[0]?.toFixed(2)).join(" ")).toBe(picture);
});

test("the norm before is told", () => {
  expect(clipGradNorm(withGradients(3, 4), 1)).toBeCloseTo(5, 5);
  expect(clipGradNorm([new Parameter(tf.scalar(0))], 1)).toBe(0);
});

function withGradients(...values: readonly number[]): Parameter[] {
  return values.map((value) => {
    const parameter = new Parameter(tf.scalar(0));
    parameter.accumulateGrad(tf.scalar(value));
    return parameter;
  });
}
