import { html, nothing, type TemplateResult } from "lit";
import { dimensionSlider } from "./dimensionControls.js";
import { drawnChannels, type ImageLayout, imageSizes, imagesAPage, layoutsFor } from "./imageLayout.js";

export interface ImageControls {
  readonly shape: readonly number[];
  readonly layout: ImageLayout;
  readonly at: readonly number[];
  setLayout(layout: ImageLayout): void;
  setIndex(dimension: number, index: number): void;
}

/** The layout, and sliders for the images, the channel, and the dimensions before them. */
export function imageControls({ shape, layout, at, setLayout, setIndex }: ImageControls): TemplateResult {
  const first = shape.length - layout.length;
  const sizes = imageSizes(shape, layout);
  const place = (letter: string) => first + layout.indexOf(letter);
  const before = Array.from({ length: first }, (_, i) => i);
  return html`<div class="dimensions" role="group" aria-label="Images">
    <label class="axis">
      Layout
      <select @change=${(event: Event) => setLayout((event.target as HTMLSelectElement).value as ImageLayout)}>
        ${layoutsFor(shape).map((known) => html`<option value=${known} ?selected=${known === layout}>${known}</option>`)}
      </select>
    </label>
    ${before.map((i) =>
      dimensionSlider(`Dimension ${i}`, shape[i] ?? 1, at[i] ?? 0, { change: (to) => setIndex(i, to) }),
    )}
    ${
      layout.includes("N")
        ? dimensionSlider("Images", sizes.N, at[place("N")] ?? 0, {
            step: imagesAPage(sizes),
            change: (to) => setIndex(place("N"), to),
          })
        : nothing
    }
    ${
      layout.includes("C") && drawnChannels(sizes) === 1 && sizes.C > 1
        ? dimensionSlider("Channel", sizes.C, at[place("C")] ?? 0, { change: (to) => setIndex(place("C"), to) })
        : nothing
    }
  </div>`;
}
