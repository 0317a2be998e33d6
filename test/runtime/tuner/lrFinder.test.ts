import { expect, test, vi } from "vitest";
import { gradientsOf, LrFinder } from "../../../runtime/tuner/lrFinder.js";

test("gradients are of second order, also where the points are not evenly spaced: those of a parabola are exact inside", () => {
  const points = [0, 1, 3, 4].map((x) => ({ x, y: x * x }));
  expect(gradientsOf(points)).toEqual([1, 2, 6, 7]);
});

test("the suggestion is the rate at which the loss falls most steeply, without the first and last results", () => {
  const finder = new LrFinder("linear", 0, 6, 7, { lr: [0, 1, 2, 3, 4, 5, 6], loss: [9, 5, 4, 3.9, 1, 0.5, 9] });
  expect([finder.suggestion({ skipBegin: 0 }), finder.optimalIdx]).toEqual([0, 0]);
  expect([finder.suggestion({ skipBegin: 2 }), finder.optimalIdx]).toEqual([4, 4]);
});

test("losses that are not finite do not count, and of fewer than two there is no suggestion", () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const finder = new LrFinder("linear", 0, 3, 4, {
    lr: [0, 1, 2, 3],
    loss: [5, Number.NaN, Number.POSITIVE_INFINITY, 1],
  });
  expect(finder.suggestion({ skipBegin: 0, skipEnd: 0 })).toBe(0);
  expect([finder.suggestion({ skipBegin: 0 }), finder.optimalIdx]).toEqual([null, null]);
  expect(error).toHaveBeenCalledWith(expect.stringContaining("there are not enough points"));
  error.mockRestore();
});
