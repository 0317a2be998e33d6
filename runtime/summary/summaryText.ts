import type { SummaryFile, SummaryRow } from "../protocol/summaryFile.js";
import { countText, megabytesText } from "./countText.js";

/** The summary as Lightning prints it, down to a depth. */
export function summaryText(summary: SummaryFile, maxDepth = 1): string {
  const rows = summary.rows.filter((row) => maxDepth === -1 || row.depth <= maxDepth);
  const columns = columnsOf(rows);
  const widths = columns.map(({ title, cells }) => Math.max(title.length, ...cells.map((cell) => cell.length)));
  const line = (texts: readonly string[]) => texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ");
  const width = widths.reduce((sum, cell) => sum + cell, 0) + 3 * (widths.length - 1);
  const rule = "-".repeat(width);
  const { totals } = summary;
  return [
    line(columns.map(({ title }) => title)),
    rule,
    ...rows.map((_, i) => line(columns.map(({ cells }) => cells[i] ?? ""))),
    rule,
    total(countText(totals.trainableParams), "Trainable params"),
    total(countText(totals.nonTrainableParams), "Non-trainable params"),
    total(countText(totals.totalParams), "Total params"),
    total(megabytesText(totals.sizeMb), "Total estimated model params size (MB)"),
    total(String(totals.modulesInTrain), "Modules in train mode"),
    total(String(totals.modulesInEval), "Modules in eval mode"),
  ].join("\n");
}

function columnsOf(rows: readonly SummaryRow[]): { readonly title: string; readonly cells: readonly string[] }[] {
  const columns = [
    { title: " ", cells: rows.map((_, i) => String(i)) },
    { title: "Name", cells: rows.map((row) => row.name) },
    { title: "Type", cells: rows.map((row) => row.type) },
    { title: "Params", cells: rows.map((row) => countText(row.params)) },
    { title: "Mode", cells: rows.map((row) => row.mode) },
  ];
  if (rows.every((row) => row.inSizes === null)) return columns;
  return [
    ...columns,
    { title: "In sizes", cells: rows.map((row) => row.inSizes ?? "?") },
    { title: "Out sizes", cells: rows.map((row) => row.outSizes ?? "?") },
  ];
}

function total(value: string, name: string): string {
  return `${value.padEnd(10)}${name}`;
}
