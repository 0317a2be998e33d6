import { expect, it } from "vitest";
import { blockParts } from "../../../extension/views/blockParts.js";

it("a large block of a tensor is asked for in parts, in the order of its values", () => {
  expect(parts([5, 0, 0], [5, 2, 3], 12)).toEqual(["5+2 0+2 0+3", "7+2 0+2 0+3", "9+1 0+2 0+3"]);
  expect(parts([0, 4], [2, 5], 3)).toEqual(["0+1 4+3", "0+1 7+2", "1+1 4+3", "1+1 7+2"]);
  expect(parts([3, 1], [1, 4], 4)).toEqual(["3+1 1+4"]);
  expect(parts([], [], 1)).toEqual([""]);
  expect(parts([0, 0], [0, 7], 1)).toEqual(["0+0 0+7"]);
});

/** Each dimension as begin+size. */
function parts(begin: number[], size: number[], limit: number): string[] {
  return blockParts({ begin, size }, limit).map((part) => part.begin.map((at, i) => `${at}+${part.size[i]}`).join(" "));
}
