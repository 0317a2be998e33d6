import "../onCpu.js";
import { expect, test } from "vitest";
import { goldenCases, type Metrics } from "./replay/goldenCase.js";
import { eventLine, nearLines, valueText } from "./replay/picture.js";
import { replay } from "./replay/replay.js";

test.each(goldenCases("logging").map((golden) => [golden.description, golden] as const))(
  "as Lightning logs it: %s",
  async (_description, golden) => {
    const replayed = await replay(golden.config);
    const expected = golden.calls.flatMap(({ fn, exception, after }) => [
      `${fn}: ${exception === undefined ? "" : "error"}`,
      ...metricLines(after.callback_metrics, after.logged_metrics, after.progress_bar_metrics),
      ...csvLines(after.text_files?.["lightning_logs/version_0/metrics.csv"]),
    ]);
    const received = replayed.calls.flatMap((call) => [
      `${call.fn}: ${call.exception === null ? "" : "error"}`,
      ...metricLines(call.callbackMetrics, call.loggedMetrics, call.progressBarMetrics),
      ...csvLines(call.metricsCsv),
    ]);
    expect(nearLines(received, expected)).toEqual(expected);
    const snapshots = golden.events.map(eventLine);
    expect(nearLines(replayed.events.map(eventLine), snapshots)).toEqual(snapshots);
  },
);

function metricLines(...metrics: readonly Metrics[]): string[] {
  const names = ["callback", "logged", "bar"];
  return metrics.map((values, i) => {
    const entries = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    return `${names[i]}: ${entries.map(([name, value]) => `${name}=${valueText(value)}`).join(" ")}`;
  });
}

/** The file's lines as they are, with its ends of lines made visible. */
function csvLines(text: string | null | undefined): string[] {
  return (text ?? "").replaceAll("\r", "␍").split("\n");
}
