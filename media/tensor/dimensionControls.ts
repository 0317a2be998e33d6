import { html, nothing, type TemplateResult } from "lit";
import { fixedDimensions, moved, type Slicing, WINDOW, withAxis } from "./slicing.js";

/** Which dimensions run down and across, and a slider for each of the others and for what is too long to be shown at once. */
export function dimensionControls(
  shape: readonly number[],
  slicing: Slicing,
  change: (slicing: Slicing) => void,
): TemplateResult | typeof nothing {
  if (shape.length === 0) return nothing;
  const fixed = fixedDimensions(slicing);
  const long = shape.map((_, i) => i).filter((i) => !fixed.includes(i) && (shape[i] ?? 0) > WINDOW);
  return html`<div class="dimensions" role="group" aria-label="Slice">
    ${
      shape.length < 2
        ? nothing
        : html`${axis("Down", "rows", shape, slicing, change)} ${axis("Across", "columns", shape, slicing, change)}`
    }
    ${[...fixed, ...long]
      .sort((a, b) => a - b)
      .map((dimension) =>
        dimensionSlider(`Dimension ${dimension}`, shape[dimension] ?? 1, slicing.at[dimension] ?? 0, {
          step: fixed.includes(dimension) ? 1 : WINDOW,
          change: (to) => change(moved(slicing, shape, dimension, to)),
        }),
      )}
  </div>`;
}

/** A slider over the indices of one dimension, which arrow keys move too. */
export function dimensionSlider(
  label: string,
  length: number,
  at: number,
  { step = 1, shown = step, change }: { readonly step?: number; readonly shown?: number; change(to: number): void },
): TemplateResult {
  const last = step * Math.floor((length - 1) / step);
  const end = Math.min(at + shown, length) - 1;
  return html`<label class="slider">
    <span>${label}</span>
    <input
      type="range"
      min="0"
      max=${Math.max(0, last)}
      step=${step}
      ?disabled=${last <= 0}
      .value=${String(at)}
      @input=${(event: Event) => change(Number((event.target as HTMLInputElement).value))}
    />
    <output>${end > at ? `${at}–${end}` : at} of 0–${Math.max(0, length - 1)}</output>
  </label>`;
}

function axis(
  label: string,
  name: "rows" | "columns",
  shape: readonly number[],
  slicing: Slicing,
  change: (slicing: Slicing) => void,
): TemplateResult {
  return html`<label class="axis">
    ${label}
    <select @change=${(event: Event) => change(withAxis(slicing, name, Number((event.target as HTMLSelectElement).value)))}>
      ${shape.map(
        (length, i) => html`<option value=${i} ?selected=${slicing[name] === i}>dimension ${i} (${length})</option>`,
      )}
    </select>
  </label>`;
}
