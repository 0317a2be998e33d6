import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { clipGradients, type GradientClipAlgorithm } from "../../../runtime/optim/clipGradients.js";
import { parameterOf, setGradient } from "./steppedPicture.js";

test.each<[string, number | null, GradientClipAlgorithm, string]>([
  ["their joint norm", 2.5, "norm", "1.50 2.00"],
  ["each value", 3.5, "value", "3.00 3.50"],
  ["nothing below the norm", 6, "norm", "3.00 4.00"],
  ["nothing for 0", 0, "norm", "3.00 4.00"],
  ["nothing for null", null, "value", "3.00 4.00"],
])("clips %s, and leaves as many tensors as there were", (_what, value, algorithm, picture) => {
  const parameters = [3, 4].map((gradient) => {
    const parameter = parameterOf(0);
    setGradient(parameter, gradient);
    return parameter;
  });
  const before = tf.memory().numTensors;
  clipGradients(parameters, value, algorithm);
  expect(parameters.map(({ grad }) => grad?.dataSync()[0]?.toFixed(2)).join(" ")).toBe(picture);
  expect(tf.memory().numTensors).toBe(before);
});
