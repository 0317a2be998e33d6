import { expect, test } from "vitest";
import { BestModels, type Mode } from "../../../runtime/checkpoint/bestModels.js";

test.each<[string, Mode, number, readonly number[], string]>([
  ["the smallest", "min", 1, [3, 1, 2], "1:1 best 1 kth 1"],
  ["the largest two", "max", 2, [1, 3, 2, 0], "1:3 2:2 best 1 kth 2"],
  ["of equal ones the first stays", "min", 1, [1, 1, 1], "0:1 best 0 kth 0"],
  ["of equal worst ones the first goes", "min", 2, [2, 2, 1], "1:2 2:1 best 2 kth 1"],
  ["NaN is the worst", "min", 2, [Number.NaN, 0.5, Number.NaN, 0.4], "1:0.5 3:0.4 best 3 kth 1"],
  ["all", "min", -1, [2, 3, 1], "0:2 1:3 2:1 best 2 kth 1"],
  ["too few for a worst one", "min", 3, [2, 1], "0:2 1:1 best 1 kth none"],
])("%s", (_title, mode, count, values, picture) => {
  const best = new BestModels(mode, count);
  for (const [i, value] of values.entries()) {
    if (!best.wants(value)) continue;
    best.makeRoom();
    best.add(String.fromCharCode(97 + i), value);
  }
  const name = (path: string) => (path === "" ? "none" : String(path.charCodeAt(0) - 97));
  const kept = Object.entries(best.models).map(([path, value]) => `${name(path)}:${value}`);
  expect(`${kept.join(" ")} best ${name(best.bestPath)} kth ${name(best.kthPath)}`).toBe(picture);
});
