import { expect, test } from "vitest";
import { logTickText, placeText, tickText, valueText } from "../../../media/metrics/numberText.js";

test.each([
  [0.412345, "0.4123"],
  [0, "0"],
  [-2.5, "-2.5"],
  [12345.678, "12,346"],
  [1, "1"],
  [0.0000123456, "1.23e-5"],
  [123456789, "1.23e8"],
])("a value has four significant digits: %d", (value, text) => {
  expect(valueText(value)).toBe(text);
});

test.each([
  [1, 0.1, "1.0"],
  [0.5, 0.25, "0.50"],
  [0, 0.1, "0.0"],
  [20, 10, "20"],
  [0.9975, 0.0005, "0.9975"],
  [0.0000002, 0.0000001, "2e-7"],
  [200000, 100000, "2e5"],
])("a tick has the decimals of the distance between ticks: %d by %d", (value, distance, text) => {
  expect(tickText(value, distance)).toBe(text);
});

test.each([
  [0.0001, "1e-4"],
  [0.01, "0.01"],
  [100, "100"],
])("on a log scale a tick is as short as can be: %d", (value, text) => {
  expect(logTickText(value)).toBe(text);
});

test.each([
  [800, "800"],
  [2.5, "2.5"],
  [12000, "12k"],
  [1500000, "1.5M"],
])("a place is short: %d", (place, text) => {
  expect(placeText(place)).toBe(text);
});
