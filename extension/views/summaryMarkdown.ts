import type { SummaryFile } from "../../runtime/protocol/summaryFile.js";

/** A model summary as a Markdown table, for an issue or a report. */
export function summaryMarkdown({ model, rows, totals }: SummaryFile): string {
  const lines = rows.map(
    ({ name, type, params, inSizes, outSizes }) =>
      `| ${name} | ${type} | ${params} | ${inSizes ?? ""} | ${outSizes ?? ""} |`,
  );
  return [
    `### ${model}`,
    "",
    "| Name | Type | Params | In sizes | Out sizes |",
    "| --- | --- | ---: | --- | --- |",
    ...lines,
    "",
    `${totals.totalParams} parameters, ${totals.trainableParams} of them trainable; ${totals.sizeMb.toFixed(3)} MB.`,
    "",
  ].join("\n");
}
