import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { defaultCollate } from "../../../runtime/data/collate.js";

test.each<[string, readonly unknown[], unknown]>([
  ["whole numbers", [1, 2, 3], "int32[3] 1,2,3"],
  ["numbers", [1, 2.5], "float32[2] 1,2.5"],
  ["booleans", [true, false], "bool[2] 1,0"],
  ["strings", ["a", "b"], ["a", "b"]],
  ["typed arrays", [new Float32Array([1, 2]), new Float32Array([3, 4])], "float32[2,2] 1,2,3,4"],
  ["whole typed arrays", [new Int32Array([1]), new Int32Array([2])], "int32[2,1] 1,2"],
  ["bytes", [new Uint8Array([1]), new Uint8Array([255])], "float32[2,1] 1,255"],
  ["arrays with a shape", [{ data: new Float32Array([1, 2]), shape: [2, 1] }], "float32[1,2,1] 1,2"],
  ["tensors", [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])], "float32[2,2] 1,2,3,4"],
  [
    "tuples",
    [
      [new Float32Array([1]), 0],
      [new Float32Array([2]), 1],
    ],
    ["float32[2,1] 1,2", "int32[2] 0,1"],
  ],
  [
    "objects",
    [
      { x: 1, y: "a" },
      { x: 2, y: "b" },
    ],
    { x: "int32[2] 1,2", y: ["a", "b"] },
  ],
])("a batch of %s", (_what, samples, picture) => {
  expect(pictureOf(defaultCollate(samples))).toEqual(picture);
});

test("what cannot be put together says so", () => {
  expect(() => defaultCollate([null])).toThrow(
    "A batch cannot be made of null. Let `getItem` return numbers, typed arrays, { data, shape }, tensors, or tuples and objects of these, or give the DataLoader a `collateFn`.",
  );
  expect(() => defaultCollate([new Float32Array(2), new Float32Array(3)])).toThrow(
    "A batch needs samples of one shape: the first has [2], number 1 has [3].",
  );
});

function pictureOf(value: unknown): unknown {
  if (value instanceof tf.Tensor) return `${value.dtype}[${value.shape}] ${[...value.dataSync()].map(Number)}`;
  if (Array.isArray(value)) return value.map(pictureOf);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pictureOf(inner)]));
  return value;
}
