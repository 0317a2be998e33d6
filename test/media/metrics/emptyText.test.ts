import { expect, test } from "vitest";
import { emptyText } from "../../../media/metrics/emptyText.js";
import { describedRun } from "./describedRun.js";

const run = describedRun("version_0", { loss: {} });
const fresh = describedRun("version_1");
const broken = describedRun("version_2", {}, { error: "metrics.csv has no header" });

test.each([
  ["the list is on its way", null, [], [], "", "Reading runs …"],
  ["there are no runs", [], [], [], "", /^No runs yet\.\nTrain an experiment: choose Lightning: Run/],
  ["none is selected", [run], [], [], "", "Select a run to see its metrics."],
  ["none can be read", [broken], [broken], [], "", "Nothing to draw: the selected runs cannot be read."],
  ["none has logged yet", [fresh], [fresh], [], "", /^version_1: no metrics yet\.\nCharts appear .* this\.log\(/],
  ["the search finds none", [run], [run], [], "acc", "No metric has “acc” in its name."],
] as const)("it says so when %s", (_, runs, shown, metrics, filter, text) => {
  expect(emptyText(runs, shown, metrics, filter)).toMatch(text);
});

test("with a chart there is nothing to say", () => {
  expect(emptyText([run], [run], ["loss"], "")).toBeNull();
});
