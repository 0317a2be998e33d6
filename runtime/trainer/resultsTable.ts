import type { EvaluationStage } from "./evaluationHooks.js";

const TITLES = { validate: "Validate metric", test: "Test metric" } as const;

/** The results of an evaluation as a table: a column for each loader. */
export function resultsTable(results: readonly Readonly<Record<string, number>>[], stage: EvaluationStage): string {
  const names = [...new Set(results.flatMap((result) => Object.keys(result)))].sort();
  if (names.length === 0) return "";
  const header = [TITLES[stage], ...results.map((_, i) => `DataLoader ${i}`)];
  const rows = names.map((name) => [name, ...results.map((result) => (name in result ? String(result[name]) : ""))]);
  const widths = header.map(
    (title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)) + 2,
  );
  const line = (cells: readonly string[]) => `│${cells.map((cell, i) => center(cell, widths[i] ?? 0)).join("│")}│`;
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  return [rule("┌", "┬", "┐"), line(header), rule("├", "┼", "┤"), ...rows.map(line), rule("└", "┴", "┘")].join("\n");
}

function center(text: string, width: number): string {
  const left = Math.floor((width - text.length) / 2);
  return " ".repeat(left) + text + " ".repeat(width - text.length - left);
}
