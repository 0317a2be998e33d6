import { expect, test } from "vitest";
import { chartKey } from "../../../media/metrics/chartKey.js";

test("arrows go by one place, with Shift by ten, and Home and End to the ends", () => {
  const places = ["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => chartKey(key, false));
  expect(places).toMatchObject([
    { places: -1 },
    { places: 1 },
    { places: -1 * Number.MAX_SAFE_INTEGER },
    { kind: "move" },
  ]);
  expect(chartKey("ArrowLeft", true)).toEqual({ kind: "move", places: -10 });
});

test("plus and minus zoom, Escape leaves, and other keys are left alone", () => {
  expect(["+", "-", "Escape", "Tab"].map((key) => chartKey(key, true))).toEqual([
    { kind: "zoom", factor: 0.5 },
    { kind: "zoom", factor: 2 },
    { kind: "leave" },
    null,
  ]);
});
