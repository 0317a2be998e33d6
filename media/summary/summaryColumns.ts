import { html, svg, type TemplateResult } from "lit";
import { countText } from "../countText.js";
import type { SummaryRow, SummaryView } from "../messages.js";
import { shareText } from "./shareText.js";

/** A column after the name. */
export interface SummaryColumn {
  readonly title: string;
  readonly isNumber: boolean;
  cell(row: SummaryRow): TemplateResult | string;
}

/** The columns that have something to say of this model. */
export function summaryColumns({ rows, totals }: SummaryView): SummaryColumn[] {
  const hasSizes = rows.some((row) => row.inSizes !== null || row.outSizes !== null);
  return [
    text("Type", (row) => row.type),
    number("Params", params),
    { title: "Share", isNumber: false, cell: (row) => shareBar(row.params, totals.totalParams) },
    text("Mode", (row) => row.mode),
    ...(hasSizes
      ? [text("In sizes", ({ inSizes }) => inSizes ?? "?"), text("Out sizes", ({ outSizes }) => outSizes ?? "?")]
      : []),
    ...(totals.flops > 0 ? [number("FLOPs", (row) => countText(row.flops))] : []),
  ];
}

function text(title: string, cell: SummaryColumn["cell"]): SummaryColumn {
  return { title, isNumber: false, cell };
}

function number(title: string, cell: SummaryColumn["cell"]): SummaryColumn {
  return { title, isNumber: true, cell };
}

function params(row: SummaryRow): TemplateResult | string {
  const count = countText(row.params);
  return row.params > 0 && row.trainableParams === 0
    ? html`<span class="frozen" title="Its parameters are not trained">frozen</span> ${count}`
    : count;
}

/** Drawn as SVG: its width is an attribute, and the policy forbids those of CSS. */
function shareBar(params: number, total: number): TemplateResult {
  const width = total === 0 ? 0 : (100 * params) / total;
  const bar = svg`<rect class="track" width="100%" height="6" rx="3" /><rect class="part" width="${width.toFixed(2)}%" height="6" rx="3" />`;
  return html`<span class="share">
    <svg height="6" width="72" aria-hidden="true">${bar}</svg>
    <span>${shareText(params, total)}</span>
  </span>`;
}
