import { html, nothing, type TemplateResult } from "lit";
import type { TensorView } from "../messages.js";
import { histogram } from "./histogram.js";
import { countText, valueText } from "./numberText.js";

/** What is known of all values: what is wrong first. */
export function statisticsList(tensor: TensorView): TemplateResult {
  const { statistics, shape, dtype } = tensor;
  const size = shape.reduce((product, length) => product * length, 1);
  const row = (name: string, value: string, isWrong = false) =>
    html`<div class=${isWrong ? "wrong" : nothing}><dt>${name}</dt><dd>${value}</dd></div>`;
  const number = (name: string, value: number | null) => (value === null ? nothing : row(name, valueText(value)));
  return html`<aside aria-label="All values">
    <dl>
      ${statistics !== null && statistics.nan > 0 ? row("NaN", countText(statistics.nan), true) : nothing}
      ${statistics !== null && statistics.infinite > 0 ? row("Inf", countText(statistics.infinite), true) : nothing}
      ${row("type", dtype)} ${row("shape", `[${shape.join(", ")}]`)} ${row("values", countText(size))}
      ${
        statistics === null
          ? nothing
          : html`${number("mean", statistics.mean)} ${number("std", statistics.std)} ${number("min", statistics.min)}
            ${number("max", statistics.max)}`
      }
    </dl>
    ${histogram(tensor)}
  </aside>`;
}
