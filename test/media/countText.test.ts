import { expect, test } from "vitest";
import { countText } from "../../media/countText.js";

test.each([
  [0, "0"],
  [7, "7"],
  [999, "999"],
  [1234, "1.2 K"],
  [1250, "1.2 K"],
  [1750, "1.8 K"],
  [50_240, "50.2 K"],
  [123_456, "123 K"],
  [34_000_000, "34.0 M"],
  [1_500_000_000, "1.5 B"],
  [2e15, "2,000 T"],
])("a count is written as Lightning writes it: %d", (count, text) => {
  expect(countText(count)).toBe(text);
});
