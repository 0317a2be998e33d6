import { expect, test } from "vitest";
import { countText, megabytesText } from "../../../runtime/summary/countText.js";

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1.0 K"],
  [1250, "1.2 K"],
  [9949, "9.9 K"],
  [99_950, "100.0 K"],
  [123_456, "123 K"],
  [999_999, "999 K"],
  [1_234_567, "1.2 M"],
  [3e9, "3.0 B"],
  [5e15, "5,000 T"],
])("%d parameters are %s, as in Lightning", (count, text) => {
  expect(countText(count).trimEnd()).toBe(text);
});

test("sizes have three decimals", () => {
  expect([0, 0.0005, 1.2345, 1234.5678].map(megabytesText)).toEqual(["0.000", "0.001", "1.234", "1,234.568"]);
});
