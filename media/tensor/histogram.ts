import { html, nothing, svg, type TemplateResult } from "lit";
import type { TensorView } from "../messages.js";
import { countText, shortText } from "./numberText.js";

const HEIGHT = 80;

/** How the finite values are spread, as bars. */
export function histogram({ histogram, statistics }: TensorView): TemplateResult | typeof nothing {
  const { min = null, max = null } = statistics ?? {};
  if (min === null || max === null || histogram.length === 0) return nothing;
  const most = Math.max(...histogram);
  const step = (max - min) / histogram.length;
  const bars = histogram.map((count, i) => {
    // A bar that has something is seen.
    const height = count === 0 ? 0 : Math.max(1, (HEIGHT * count) / most);
    const title = `${shortText(min + i * step)} to ${shortText(min + (i + 1) * step)}: ${countText(count)}`;
    return svg`<rect class="bar" x=${i} y=${HEIGHT - height} width="0.9" height=${height}></rect>
      <rect class="bar-area" x=${i} y="0" width="1" height=${HEIGHT}><title>${title}</title></rect>`;
  });
  return html`<figure class="histogram">
    <svg
      viewBox="0 0 ${histogram.length} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="Histogram from ${shortText(min)} to ${shortText(max)}, at most ${countText(most)} in one of ${histogram.length} parts"
    >
      ${bars}
    </svg>
    <figcaption><span>${shortText(min)}</span><span>${shortText(max)}</span></figcaption>
  </figure>`;
}
