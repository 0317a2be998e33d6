import { html, type TemplateResult } from "lit";
import type { RunDescription } from "../messages.js";
import { metricOf } from "./chartDescription.js";
import { valueText } from "./numberText.js";
import type { RunStyle } from "./runStyle.js";
import { swatch } from "./swatch.js";

/** A chart as a table: what each run says of the metric. */
export function valueTable(
  metric: string,
  runs: readonly RunDescription[],
  styles: ReadonlyMap<string, RunStyle>,
): TemplateResult {
  const cell = (value: number | null | undefined) =>
    html`<td>${value === null || value === undefined ? "–" : valueText(value)}</td>`;
  return html`<div class="values" tabindex="0" role="group" aria-label="Values of ${metric}">
    <table>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Last</th>
          <th scope="col">Lowest</th>
          <th scope="col">Highest</th>
          <th scope="col">NaN</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map((run) => {
          const values = metricOf(run, metric);
          return html`<tr>
            <th scope="row">${swatch(styles.get(run.id))} ${run.name}</th>
            ${cell(values?.last)} ${cell(values?.min)} ${cell(values?.max)}
            <td>${values?.nonFinite ?? 0}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
