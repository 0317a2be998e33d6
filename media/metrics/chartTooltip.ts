import { html, nothing, type TemplateResult } from "lit";
import type { Axis, RunDescription } from "../messages.js";
import { hoveredRuns, placeOn } from "./hoveredRuns.js";
import type { ChartHover } from "./lineChart.js";
import type { RunStyle } from "./runStyle.js";
import { swatch } from "./swatch.js";

/** The values under the cursor. */
export function chartTooltip(
  hover: ChartHover,
  axis: Axis,
  runs: readonly RunDescription[],
  styles: ReadonlyMap<string, RunStyle>,
): TemplateResult {
  const rows = hoveredRuns(hover, axis, runs);
  const hidden = hover.points.length - rows.length;
  return html`
    <div class="place">${placeOn(axis, hover.place)}</div>
    <table>
      ${rows.map(
        ({ id, name, value, elsewhere }) => html`<tr>
          <td>${swatch(styles.get(id))}</td>
          <td class="name">${name}</td>
          <td class="value">${value}</td>
          <td class="muted">${elsewhere ?? nothing}</td>
        </tr>`,
      )}
    </table>
    ${hidden > 0 ? html`<div class="muted">and ${hidden} more</div>` : nothing}
  `;
}
