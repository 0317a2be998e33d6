import { html, nothing, type TemplateResult } from "lit";
import type { RunDescription } from "../messages.js";
import { metricOf, nonFiniteText } from "./chartDescription.js";
import { valueText } from "./numberText.js";
import type { RunStyle } from "./runStyle.js";
import { swatch } from "./swatch.js";

/** More are in the table. */
const MAX_RUNS = 6;

/** The runs of a chart, each with its last value: all there is to say of a metric that was logged once. */
export function chartLegend(
  metric: string,
  runs: readonly RunDescription[],
  styles: ReadonlyMap<string, RunStyle>,
): TemplateResult {
  const hidden = runs.length - MAX_RUNS;
  return html`<ul class="legend">
    ${runs.slice(0, MAX_RUNS).map((run) => {
      const { last, nonFinite } = metricOf(run, metric) ?? { last: null, nonFinite: 0 };
      return html`<li title=${run.name}>
        ${swatch(styles.get(run.id))}<span class="name">${run.name}</span>
        ${last === null ? nothing : html`<span class="value">${valueText(last)}</span>`}
        ${nonFinite > 0 ? html`<span class="bad">${nonFiniteText(nonFinite)}</span>` : nothing}
      </li>`;
    })}
    ${hidden > 0 ? html`<li class="muted">and ${hidden} more</li>` : nothing}
  </ul>`;
}
