import { expect, test } from "vitest";
import { pythonFloat } from "../../../runtime/loggers/pythonFloat.js";

test.each([
  [1, "1.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [123456789012345680, "1.2345678901234568e+17"],
  [1e16, "1e+16"],
  [1e15, "1000000000000000.0"],
  [Number.NaN, "nan"],
  [Number.NEGATIVE_INFINITY, "-inf"],
  [Math.fround(0.1), "0.10000000149011612"],
])("%d is written as Python does: %s", (value, text) => {
  expect(pythonFloat(value)).toBe(text);
});
