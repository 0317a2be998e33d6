import type { SummaryRow, SummaryTotals } from "../protocol/summaryFile.js";
import { countText, megabytesText } from "./countText.js";

/**
 * A summary as Lightning prints it, with the blanks that it leaves at the ends of lines (`_format_summary_table`). Parameters that no row
 * has are told in one of their own.
 *
 * @param hasSizes true when an example input was given: sizes have columns.
 */
export function summaryTable(rows: readonly SummaryRow[], totals: SummaryTotals, hasSizes: boolean): string {
  const columns = columnsOf(rows, totals, hasSizes);
  const widths = columns.map(([title, cells]) => Math.max(title.length, ...cells.map((cell) => cell.length)));
  const line = (texts: readonly string[]) => texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ");
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width, 3 * (columns.length + 1)));
  const lines = columns[0][1].map((_, i) => line(columns.map(([, cells]) => cells[i] ?? "")));
  return [line(columns.map(([title]) => title)), rule, ...lines, rule, ...totalLines(totals)].join("\n");
}

type Column = readonly [title: string, cells: readonly string[]];

function columnsOf(rows: readonly SummaryRow[], totals: SummaryTotals, hasSizes: boolean): [Column, ...Column[]] {
  const leftover = totals.totalParams - rows.reduce((sum, { params }) => sum + params, 0);
  const column = (title: string, cell: (row: SummaryRow, i: number) => string, ofLeftover = "n/a"): Column => [
    title,
    [...rows.map(cell), ...(leftover > 0 ? [ofLeftover] : [])],
  ];
  return [
    column(" ", (_, i) => String(i), " "),
    column("Name", (row) => row.name, "other params"),
    column("Type", (row) => row.type),
    column("Params", (row) => countText(row.params), countText(Math.max(leftover, 0))),
    column("Mode", (row) => row.mode),
    column("FLOPs", (row) => countText(row.flops)),
    ...(hasSizes
      ? [column("In sizes", (row) => row.inSizes ?? "?"), column("Out sizes", (row) => row.outSizes ?? "?")]
      : []),
  ];
}

function totalLines(totals: SummaryTotals): string[] {
  const lines = [
    [countText(totals.trainableParams), "Trainable params"],
    [countText(totals.nonTrainableParams), "Non-trainable params"],
    [countText(totals.totalParams), "Total params"],
    [megabytesText(totals.sizeMb), "Total estimated model params size (MB)"],
    [String(totals.modulesInTrain), "Modules in train mode"],
    [String(totals.modulesInEval), "Modules in eval mode"],
    [countText(totals.flops), "Total Flops"],
  ] as const;
  return lines.map(([value, name]) => value.padEnd(10) + name);
}
