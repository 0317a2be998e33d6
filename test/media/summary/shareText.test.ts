import { expect, test } from "vitest";
import { shareText } from "../../../media/summary/shareText.js";

test.each([
  [0, 100, ""],
  [0, 0, ""],
  [1, 5000, "< 0.1 %"],
  [125, 1000, "12.5 %"],
  [100, 100, "100 %"],
])("%d of %d parameters is a share of %j", (params, total, text) => {
  expect(shareText(params, total)).toBe(text);
});
