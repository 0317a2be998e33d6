import { expect, test } from "vitest";
import { firstSelection, withOnly, withRun, withRuns } from "../../../media/metrics/runSelection.js";

test("at first the runs that the host suggests are shown", () => {
  expect(withRuns(firstSelection(null), ["c", "b", "a"], ["c", "b"]).selected).toEqual(["c", "b"]);
});

test("after a reload of the window it is what was shown before", () => {
  expect(withRuns(firstSelection(["a"]), ["c", "b", "a"], ["c", "b"]).selected).toEqual(["a"]);
});

test("having shown none is kept as well", () => {
  expect(withRuns(firstSelection([]), ["b", "a"], ["b"]).selected).toEqual([]);
});

test("when all that was shown is gone, the host's suggestion counts", () => {
  expect(withRuns(firstSelection(["deleted"]), ["b", "a"], ["b"]).selected).toEqual(["b"]);
});

test("a run that begins while the panel is open joins those that are shown", () => {
  const open = withRun(withRuns(firstSelection(null), ["b", "a"], ["b", "a"]), "a", false);
  expect(withRuns(open, ["c", "b", "a"], ["c", "b", "a"]).selected).toEqual(["b", "c"]);
});

test("a run that the user has hidden stays hidden, however often it is suggested", () => {
  const hidden = withRun(withRuns(firstSelection(null), ["a"], ["a"]), "a", false);
  expect(withRuns(withRuns(hidden, ["a"], ["a"]), ["a"], ["a"]).selected).toEqual([]);
});

test("runs that the user chose in the editor are shown even when the choice comes before the list", () => {
  expect(withRuns(withOnly(firstSelection(null), ["a"]), ["b", "a"], ["b"]).selected).toEqual(["a"]);
});

test("a run whose folder was deleted leaves", () => {
  const open = withRuns(firstSelection(null), ["b", "a"], ["b", "a"]);
  expect(withRuns(open, ["a"], ["a"]).selected).toEqual(["a"]);
});
