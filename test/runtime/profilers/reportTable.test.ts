import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fiveDigits, type ReportRow, reportTable } from "../../../runtime/profilers/reportTable.js";
import { root } from "../../experiment.js";

const RECORDED = readFileSync(join(root, "test/reference/extra/simple_profiler_report.txt"), "utf8");

test("the table is that of Lightning's SimpleProfiler, character by character", () => {
  const [header, total, ...rows] = RECORDED.split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cells);
  expect(`FIT Profiler Report\n${reportTable(header as ReportRow, rows, total)}\n`).toBe(
    RECORDED.trimEnd().concat("\n"),
  );
});

test.each([
  [0.0079021, "0.0079021"],
  [0.00203, "0.00203"],
  [0.000059148, "5.9148e-05"],
  [43.47213, "43.472"],
  [22.37, "22.37"],
  [1, "1.0"],
  [123456.7, "1.2346e+05"],
  [0, "0.0"],
])("%d is written as %s", (value, text) => {
  expect(fiveDigits(value)).toBe(text);
});

function cells(line: string): ReportRow {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim()) as unknown as ReportRow;
}
