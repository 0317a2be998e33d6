import { html, type TemplateResult } from "lit";
import type { SummaryView } from "../messages.js";
import { totalLines } from "./totalLines.js";

export function summaryTotals(totals: SummaryView["totals"]): TemplateResult {
  return html`<dl class="totals" aria-label="Totals">
    ${totalLines(totals).map(
      ([name, value]) => html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
    )}
  </dl>`;
}
