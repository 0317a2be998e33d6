import { expect, test } from "vitest";
import {
  blockOf,
  firstSlicing,
  gridOf,
  indexOf,
  moved,
  refitted,
  slicingText,
  withAxis,
} from "../../../media/tensor/slicing.js";

test.each([
  [[], ""],
  [[4], "[:]"],
  [[3, 4], "[:, :]"],
  [[64, 28, 28, 1], "[0, 0, :, :]"],
  [[1000, 2000], "[0:256, 0:256]"],
])("a tensor of shape %j begins with %s", (shape, text) => {
  expect(slicingText(firstSlicing(shape), shape)).toBe(text);
});

test("what runs down and across is chosen; the one that was there changes places", () => {
  const shape = [2, 3, 4];
  const slicing = firstSlicing(shape);
  const texts = [withAxis(slicing, "rows", 0), withAxis(slicing, "rows", 2)].map((changed) => [
    changed.rows,
    changed.columns,
    slicingText(changed, shape),
  ]);
  expect(texts).toEqual([
    [0, 2, "[:, 0, :]"],
    [2, 1, "[0, :, :]"],
  ]);
});

test("moving stays inside, by one index or by one window", () => {
  const shape = [3, 600, 4];
  const at = (dimension: number, to: number) => slicingText(moved(firstSlicing(shape), shape, dimension, to), shape);
  expect([at(0, 2), at(0, 9), at(1, 256), at(1, 9999)]).toEqual([
    "[2, 0:256, :]",
    "[2, 0:256, :]",
    "[0, 256:512, :]",
    "[0, 512:600, :]",
  ]);
});

test("a block has one index of each other dimension, and at most a window", () => {
  const shape = [3, 600, 4];
  const slicing = moved(moved(firstSlicing(shape), shape, 1, 512), shape, 0, 1);
  expect(blockOf(slicing, shape)).toEqual({ begin: [1, 512, 0], size: [1, 88, 4] });
  expect(indexOf(slicing, 2, 3)).toEqual([1, 514, 3]);
});

test("values that come in the tensor's order are turned to rows and columns", () => {
  const shape = [2, 3];
  const slicing = withAxis(firstSlicing(shape), "rows", 1);
  const grid = gridOf(slicing, blockOf(slicing, shape), Float32Array.of(1, 2, 3, 4, 5, 6));
  expect({ ...grid, values: [...grid.values] }).toEqual({ rows: 3, columns: 2, values: [1, 4, 2, 5, 3, 6] });
});

test("at a later stop the slice stays where it is, as far as the shape allows", () => {
  const slicing = moved(firstSlicing([8, 4, 4]), [8, 4, 4], 0, 7);
  expect([
    slicingText(refitted(slicing, [5, 4, 4]), [5, 4, 4]),
    slicingText(refitted(slicing, [5, 4]), [5, 4]),
  ]).toEqual(["[4, :, :]", "[:, :]"]);
});
