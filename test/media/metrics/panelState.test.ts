import { expect, test } from "vitest";
import { parseMetricsState } from "../../../media/metrics/panelState.js";

const kept = { selected: ["a"], axis: "epoch", smoothing: 0.6, logScale: true };

test("what was kept comes back", () => {
  expect(parseMetricsState(kept)).toEqual(kept);
});

test.each([
  undefined,
  null,
  "text",
  {},
  { ...kept, selected: [1] },
  { ...kept, axis: "wall" },
  { ...kept, smoothing: 1 },
  { ...kept, smoothing: Number.NaN },
])("what this version does not understand is dropped: %j", (value) => {
  expect(parseMetricsState(value)).toBeNull();
});
