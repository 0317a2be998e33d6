import { expect, test } from "vitest";
import { durationSeconds } from "../../runtime/duration.js";

test.each<[unknown, number | null]>([
  ["00:00:00:05", 5],
  ["01:02:03:04", 93_784],
  ["0:90:0:0", 324_000],
  [{ weeks: 1 }, 604_800],
  [{ days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 500 }, 90_061.5],
  [{}, 0],
  ["1:2:3", null],
  ["5 minutes", null],
  [{ hours: "2" }, null],
  [{ years: 1 }, null],
  [60, null],
  [null, null],
])("%j is %d seconds", (duration, seconds) => {
  expect(durationSeconds(duration)).toBe(seconds);
});
