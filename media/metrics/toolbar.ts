import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { html, type TemplateResult } from "lit";
import type { Axis } from "../messages.js";
import type { ChartSettings } from "./panelState.js";

export interface ToolbarInput {
  readonly settings: ChartSettings;
  readonly filter: string;
  readonly setFilter: (filter: string) => void;
  readonly set: (settings: Partial<ChartSettings>) => void;
}

/** The slider's end is where an average hardly moves any more: an even scale would leave no room for it. */
const SMOOTHING_END = 0.999;

/** What all charts have in common. */
export function toolbar({ settings, filter, setFilter, set }: ToolbarInput): TemplateResult {
  const axisButton = (axis: Axis, text: string) =>
    html`<button aria-pressed=${settings.axis === axis} @click=${() => set({ axis })}>${text}</button>`;
  return html`<div class="toolbar" role="toolbar" aria-label="Charts">
    <vscode-textfield
      type="search"
      placeholder="Search metrics"
      .label=${"Search metrics"}
      .value=${filter}
      @input=${(event: Event) => setFilter(textOf(event))}
    ></vscode-textfield>
    <div class="choice" role="group" aria-label="Horizontal axis">
      ${axisButton("step", "Step")}${axisButton("epoch", "Epoch")}
    </div>
    <label class="smoothing">
      Smoothing
      <input
        type="range"
        min="0"
        max=${SMOOTHING_END}
        step="0.001"
        .value=${String(settings.smoothing)}
        @input=${(event: Event) => set({ smoothing: Math.min(Number(textOf(event)), SMOOTHING_END) })}
      />
      <output>${smoothingText(settings.smoothing)}</output>
    </label>
    <vscode-checkbox
      label="Log scale"
      .checked=${settings.logScale}
      @change=${(event: Event) => set({ logScale: (event.target as HTMLElement & { checked: boolean }).checked })}
    ></vscode-checkbox>
  </div>`;
}

function smoothingText(smoothing: number): string {
  return smoothing > 0.99 ? smoothing.toFixed(3) : smoothing.toFixed(2);
}

function textOf(event: Event): string {
  return (event.target as HTMLElement & { value: string }).value;
}
