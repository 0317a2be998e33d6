import { expect, test } from "vitest";
import { argsort, topk } from "../../../runtime/metrics/torchOrder.js";

test("places come in the order of their values, NaN above all", () => {
  const values = [3, Number.NaN, 1, 2];
  expect([argsort(values), argsort(values, true), topk(values, 2)]).toEqual([
    [2, 3, 0, 1],
    [1, 0, 3, 2],
    [1, 0],
  ]);
});

test("equal values come in torch's order, which is not that of their places in more than 16", () => {
  const equal = (count: number) => Array.from({ length: count }, () => 1);
  expect([argsort(equal(16)).join(" "), argsort(equal(20)).join(" "), topk(equal(6), 3).join(" ")]).toEqual([
    "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
    "10 19 18 17 16 15 14 13 12 11 0 9 8 7 6 5 4 3 2 1", // torch.argsort(torch.ones(20))
    "3 5 4", // torch.topk(torch.ones(6), 3)
  ]);
});
