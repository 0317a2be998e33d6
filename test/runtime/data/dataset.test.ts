import { expect, test } from "vitest";
import { randomSplit } from "../../../runtime/data/dataset.js";
import { RandomGenerator } from "../../../runtime/random.js";

const numbers = { length: 10, getItem: (index: number) => index * 10 };

test.each([
  ["numbers of samples", [7, 3], [7, 3]],
  ["shares, whose rest goes to the first parts", [0.5, 0.25, 0.25], [6, 2, 2]],
])("it splits by %s, without overlap", (_what, lengths, sizes) => {
  const parts = randomSplit(numbers, lengths, new RandomGenerator(1));
  expect(parts.map((part) => part.length)).toEqual(sizes);
  const all = parts.flatMap((part) => Array.from({ length: part.length }, (_, i) => part.getItem(i)));
  expect(all.sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
});

test("lengths that do not add up say what they should be", () => {
  expect(() => randomSplit(numbers, [7, 4])).toThrow(
    "randomSplit: the lengths [7,4] add up to 11; they must add up to 10 (the samples) or to 1 (fractions).",
  );
});
