import { expect, test } from "vitest";
import { airy, zoomedBy } from "../../../media/metrics/zoom.js";

test("the place under the cursor stays where it is", () => {
  expect(zoomedBy([0, 100], 25, 0.5)).toEqual([12.5, 62.5]);
});

test("single points do not lie on the edges", () => {
  expect([airy([100, 200]), airy([5, 5])]).toEqual([
    [90, 210],
    [4, 6],
  ]);
});
