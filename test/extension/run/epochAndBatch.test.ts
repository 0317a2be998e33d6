import { expect, test } from "vitest";
import { epochAndBatch } from "../../../extension/run/epochAndBatch.js";

test.each([
  ["3", 3, 0],
  [" 3, 20 ", 3, 20],
  ["3/20", 3, 20],
  ["3 20", 3, 20],
  ["Epoch 3, batch 20", 3, 20],
])("%j is epoch %i, batch %i", (text, epoch, batch) => {
  expect(epochAndBatch(text)).toEqual({ epoch, batch });
});

test.each(["", "x", "-1", "1.5", "1, 2, 3", "1, x"])("%j is no place", (text) => {
  expect(epochAndBatch(text)).toBeNull();
});
