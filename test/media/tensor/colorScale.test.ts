import { expect, test } from "vitest";
import { colorScale, parseColor } from "../../../media/tensor/colorScale.js";
import { imageRange } from "../../../media/tensor/valueRange.js";

test("values of both signs leave 0 in the background's colour, and each side is as strong as it is large", () => {
  const { color } = colorScale(-1, 2, [10, 10, 10]);
  expect([color(0), color(2), color(-2)]).toEqual([
    [10, 10, 10],
    [234, 88, 12],
    [59, 130, 246],
  ]);
});

test("values of one sign go from dark to bright; values that are all the same lie in the middle", () => {
  const { color } = colorScale(1, 3, [0, 0, 0]);
  expect([color(1), color(3), colorScale(5, 5, [0, 0, 0]).color(5)]).toEqual([
    [68, 1, 84],
    [253, 231, 37],
    [35, 144, 139],
  ]);
});

test.each([
  ["#1f1f1f", [31, 31, 31]],
  ["rgb(255, 0, 1)", [255, 0, 1]],
  ["rgba(1, 2, 3, 0.5)", [1, 2, 3]],
  ["red", null],
])("the colour %s", (text, color) => {
  expect(parseColor(text)).toEqual(color);
});

test.each([
  [0.1, 0.9, [0, 1]],
  [0, 255, [0, 255]],
  [-2, 3, [-2, 3]],
  [4, 4, [0, 255]],
  [-1, -1, [-1.5, -0.5]],
])("images from %d to %d are black and white at %j", (min, max, range) => {
  expect(imageRange(min, max)).toEqual(range);
});
