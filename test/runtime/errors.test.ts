import { expect, test } from "vitest";
import { alternatives, nearestName } from "../../runtime/errors.js";

test("alternatives read as the end of a sentence", () => {
  expect([alternatives(["a"]), alternatives(["a", "b", "c"]), alternatives([])]).toEqual([
    "`a`",
    "`a`, `b` or `c`",
    "",
  ]);
});

test.each([
  ["maxEpoch", "maxEpochs"],
  ["max_epochs", "maxEpochs"],
  ["MAXEPOCHS", "maxEpochs"],
  ["patience", undefined],
])("the name nearest to %s is %s", (given, nearest) => {
  expect(nearestName(given, ["minSteps", "maxEpochs", "logger"])).toBe(nearest);
});
