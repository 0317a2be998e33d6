import { html, svg, type TemplateResult } from "lit";
import type { RunStyle } from "./runStyle.js";

/** A piece of a run's line; a grey one for a run that is not shown. Attributes of SVG, since the policy forbids those of CSS. */
export function swatch(style: RunStyle | undefined): TemplateResult {
  const line =
    style === undefined
      ? svg`<line class="unused" x1="0" y1="4" x2="16" y2="4" />`
      : svg`<line x1="0" y1="4" x2="16" y2="4" stroke=${style.colour} stroke-dasharray=${style.dash.join(" ")} />`;
  return html`<svg class="swatch" width="16" height="8" viewBox="0 0 16 8" aria-hidden="true">${line}</svg>`;
}
