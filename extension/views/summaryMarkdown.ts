import type { SummaryFile, SummaryRow } from "../../runtime/protocol/summaryFile.js";

/** A model summary as a Markdown table, for an issue or a report; with floating-point operations when they are known. */
export function summaryMarkdown({ model, rows, totals }: SummaryFile): string {
  const columns = totals.flops > 0 ? [...COLUMNS, FLOPS] : COLUMNS;
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const operations = totals.flops > 0 ? ` ${totals.flops} FLOPs in the run of its example input.` : "";
  return [
    `### ${model}`,
    "",
    line(columns.map(({ title }) => title)),
    line(columns.map(({ isNumber }) => (isNumber ? "---:" : "---"))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
    "",
    `${totals.totalParams} parameters, ${totals.trainableParams} of them trainable; ${totals.sizeMb.toFixed(3)} MB.${operations}`,
    "",
  ].join("\n");
}

interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  readonly cell: (row: SummaryRow) => string | number;
}

const COLUMNS: readonly Column[] = [
  { title: "Name", isNumber: false, cell: ({ name }) => name },
  { title: "Type", isNumber: false, cell: ({ type }) => type },
  { title: "Params", isNumber: true, cell: ({ params }) => params },
  { title: "In sizes", isNumber: false, cell: ({ inSizes }) => inSizes ?? "" },
  { title: "Out sizes", isNumber: false, cell: ({ outSizes }) => outSizes ?? "" },
];

const FLOPS: Column = { title: "FLOPs", isNumber: true, cell: ({ flops }) => flops };
