import { expect, test } from "vitest";
import { chartDescription } from "../../../media/metrics/chartDescription.js";
import { describedRun } from "./describedRun.js";

test("a chart tells in words what it shows", () => {
  const runs = [
    describedRun("version_1", { loss: { last: 0.41234, min: 0.39, max: 2.3, nonFinite: 3 } }),
    describedRun("version_0", { loss: { nonFinite: 12 } }),
  ];
  expect(chartDescription("loss", "step", runs)).toBe(
    "loss over steps, 2 runs. version_1: last 0.4123, lowest 0.39, highest 2.3, 3 NaN. version_0: no finite values, 12 NaN",
  );
});
