import { expect, test } from "vitest";
import { logTicks } from "../../../media/metrics/logTicks.js";

test.each([
  ["even steps within one power", [0.93, 1.06], "0.95 1 1.05"],
  ["twos and fives over few powers", [0.04, 3], "0.05 0.1 0.2 0.5 1 2"],
  ["powers alone over more", [0.0005, 20], "0.001 0.01 0.1 1 10"],
  ["every third power over very many", [1e-10, 1e9], "1e-9 0.000001 0.001 1 1000 1000000 1000000000"],
] as const)("it has %s", (_, range, ticks) => {
  expect(logTicks(range).join(" ")).toBe(ticks);
});
