import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

export const tableIcon = icon(svg`<path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6" />`);
export const linesIcon = icon(svg`<path d="M2.5 2.5v11h11M4.5 10.5l3-4 2.5 2 3.5-5" />`);

function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`;
}
