import { expect, test } from "vitest";
import { hoveredRuns, hoverSentence, placeOn } from "../../../media/metrics/hoveredRuns.js";
import type { ChartHover } from "../../../media/metrics/lineChart.js";
import { describedRun } from "./describedRun.js";

const runs = [describedRun("a"), describedRun("b")];
const point = (id: string, place: number, value: number, distance = 0) => ({ id, place, value, distance });

test("runs are told by their values, and a point that lies elsewhere says where", () => {
  const hover = hoverOf(120, [point("a", 120, 0.2), point("b", 99, 0.5)]);
  expect(hoverSentence(hover, "step", runs)).toBe("step 120: b 0.5 at step 99, a 0.2");
});

test("of many runs, those next to the pointer are told", () => {
  const many = Array.from({ length: 30 }, (_, i) => point(`run ${i}`, 1, i, Math.abs(i - 20.4)));
  const told = hoveredRuns(hoverOf(1, many), "step", []);
  expect(told.map(({ value }) => value).join(" ")).toBe("25 24 23 22 21 20 19 18 17 16");
});

test("steps are whole, epochs are not", () => {
  expect([placeOn("step", 1199.7), placeOn("epoch", 2.504)]).toEqual(["step 1,200", "epoch 2.5"]);
});

function hoverOf(place: number, points: ChartHover["points"]): ChartHover {
  return { left: 0, top: 0, place, points };
}
