import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import type { Parameter } from "../../../runtime/nn/parameter.js";
import { clipGradNorm } from "../../../runtime/optim/clipGradNorm.js";
import { parameterOf, setGradient } from "./steppedPicture.js";

test.each<[string, number, string]>([
  ["1", 1, "norm 8.00: 0.37 -0.50 0.12"],
  ["2", 2, "norm 5.10: 0.59 -0.78 0.20"],
  ["3", 3, "norm 4.51: 0.66 -0.89 0.22"],
  ["Infinity", Number.POSITIVE_INFINITY, "norm 4.00: 0.75 -1.00 0.25"],
  ["0, which counts the parameters that are not 0", 0, "norm 2.00: 1.50 -2.00 0.50"],
])("gradients of 3, -4 and 1 are scaled to a joint norm of 1, of the order %s", (_order, normType, picture) => {
  const parameters = [parameterOf(0, 0), parameterOf(0)];
  setGradient(parameters[0] as Parameter, 3, -4);
  setGradient(parameters[1] as Parameter, 1);
  const norm = clipGradNorm(parameters, 1, { normType });
  expect(`norm ${norm.dataSync()[0]?.toFixed(2)}: ${gradientsOf(parameters)}`).toBe(picture);
});

test("parameters without gradients are left alone", () => {
  const parameters = [parameterOf(1), parameterOf(2)];
  expect(clipGradNorm(parameters, 1).dataSync()[0]).toBe(0);
  expect(parameters.map(({ grad }) => grad)).toEqual([null, null]);
});

test("a gradient that is not finite spoils all, so that it is seen, or is refused before anything changed", () => {
  const parameters = [parameterOf(0), parameterOf(0)];
  setGradient(parameters[0] as Parameter, Number.NaN);
  setGradient(parameters[1] as Parameter, 2);
  expect(() => clipGradNorm(parameters, 1, { errorIfNonfinite: true })).toThrow(
    "clipGradNorm: the joint norm of order 2 of the gradients is not finite, so that they cannot be clipped. Look for an infinite or NaN loss, " +
      "or leave out `errorIfNonfinite` to scale by it anyway.",
  );
  expect(gradientsOf(parameters)).toBe("NaN 2.00");
  clipGradNorm(parameters, 1);
  expect(gradientsOf(parameters)).toBe("NaN NaN");
});

test("all that is left is the norm, which is the caller's", () => {
  const parameter = parameterOf(0);
  setGradient(parameter, 2);
  const before = tf.memory().numTensors;
  const norm = clipGradNorm(parameter, 1);
  expect(tf.memory().numTensors).toBe(before + 1);
  norm.dispose();
});

function gradientsOf(parameters: readonly Parameter[]): string {
  const values = parameters.flatMap(({ grad }) => [...(grad?.dataSync() ?? [])]);
  return values.map((value) => value.toFixed(2)).join(" ");
}
