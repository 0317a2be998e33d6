import { expect, test } from "vitest";
import { pythonFormat } from "../../runtime/pythonFormat.js";

/** Recorded from Python 3.11's `format(value, spec)`. */
const FLOATS: readonly [number, string, string][] = [
  [0.30000001192092896, "", "0.30000001192092896"],
  [1, "", "1.0"],
  [0.125, ".2f", "0.12"],
  [2.5, ".0f", "2"],
  [-0, ".1f", "-0.0"],
  [1e22, ".1f", "10000000000000000000000.0"],
  [0.00001234, ".1e", "1.2e-05"],
  [0, "e", "0.000000e+00"],
  [123456.789, "g", "123457"],
  [0.0001, ".3g", "0.0001"],
  [999999.5, ".3g", "1e+06"],
  [1234567.891, ",.2f", "1,234,567.89"],
  [0.456, ".1%", "45.6%"],
  [3.25, "08.3f", "0003.250"],
  [-3.25, "=+10.1f", "-      3.2"],
  [3.25, "*^11.2f", "***3.25****"],
  [9.5, ".1", "1e+01"],
  [9.5, ".4", "9.5"],
  [0.5, "#.3g", "0.500"],
  [173, "#.3g", "173."],
  [2.4, "#.0f", "2."],
  [Number.POSITIVE_INFINITY, ".2f", "inf"],
  [Number.NaN, "6.2f", "   nan"],
];

test.each(FLOATS)("%d with %j is %j", (value, spec, text) => {
  expect(pythonFormat(value, spec, "float")).toBe(text);
});

test.each<[number, string, string]>([
  [5, "", "5"],
  [5, "03d", "005"],
  [-1, "03d", "-01"],
  [1234567, ",", "1,234,567"],
  [42, "#x", "0x2a"],
  [42, ".1f", "42.0"],
])("the whole number %d with %j is %j", (value, spec, text) => {
  expect(pythonFormat(value, spec, "int")).toBe(text);
});

test("a format that is none, or one of whole numbers only, is refused", () => {
  expect(() => pythonFormat(1, "zz", "float")).toThrow("`zz` is no format of a number.");
  expect(() => pythonFormat(1.5, "d", "float")).toThrow("`d` is a format of whole numbers, and this is none.");
  expect(() => pythonFormat(1, ".2d", "int")).toThrow("A format of a whole number takes no precision.");
});
