import { expect, test } from "vitest";
import { imageBlock, imagesOf, likelyLayout } from "../../../media/tensor/imageLayout.js";

test.each([
  [[64, 28, 28, 1], "NHWC"],
  [[64, 3, 32, 32], "NCHW"],
  [[28, 28, 3], "HWC"],
  [[1, 28, 28], "CHW"],
  [[64, 28, 28], "NHW"],
  [[64, 28, 28, 16], null],
  [[64, 10], null],
])("%j is likely %s", (shape, layout) => {
  expect(likelyLayout(shape)).toBe(layout);
});

test("a page has as many images as fit, all channels of colour, one of many", () => {
  expect(imageBlock([100, 8, 8, 3], "NHWC", [64, 0, 0, 0])).toEqual({ begin: [64, 0, 0, 0], size: [36, 8, 8, 3] });
  expect(imageBlock([2, 100, 16, 8, 8], "NCHW", [1, 0, 5, 0, 0])).toEqual({
    begin: [1, 0, 5, 0, 0],
    size: [1, 64, 1, 8, 8],
  });
});

test("channels that come first are brought to the end", () => {
  const { values } = imagesOf("NCHW", { begin: [], size: [1, 3, 1, 2] }, Float32Array.of(1, 2, 3, 4, 5, 6));
  expect([...values]).toEqual([1, 3, 5, 2, 4, 6]);
});
