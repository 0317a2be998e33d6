import "@vscode-elements/elements/dist/vscode-checkbox/index.js";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RunDescription, RunStatus } from "../messages.js";
import type { RunStyle } from "./runStyle.js";
import { swatch } from "./swatch.js";

export interface RunListInput {
  readonly runs: readonly RunDescription[];
  /** Of the shown runs. */
  readonly styles: ReadonlyMap<string, RunStyle>;
  readonly show: (id: string, shown: boolean) => void;
  readonly showOnly: (ids: readonly string[]) => void;
  readonly openSummary: (id: string) => void;
}

const SIGNS: Readonly<Record<RunStatus, string>> = {
  running: "●",
  finished: "✓",
  interrupted: "■",
  failed: "✕",
  unknown: "",
};

/** All runs, with what they are and whether they are shown. */
export function runList(input: RunListInput): TemplateResult {
  const { runs, showOnly } = input;
  return html`<aside aria-label="Runs">
    <header>
      <h2>Runs</h2>
      <button @click=${() => showOnly(runs.map(({ id }) => id))}>All</button>
      <button @click=${() => showOnly([])}>None</button>
    </header>
    <ul class="runs">
      ${repeat(
        runs,
        ({ id }) => id,
        (run) => runItem(run, input),
      )}
    </ul>
  </aside>`;
}

function runItem(run: RunDescription, { styles, show, openSummary }: RunListInput): TemplateResult {
  const shown = styles.has(run.id);
  const toggled = (event: Event) => show(run.id, (event.target as HTMLElement & { checked: boolean }).checked);
  return html`<li class="run" title=${run.id}>
    <vscode-checkbox .checked=${shown} @change=${toggled}>
      <span class="label">${swatch(styles.get(run.id))}<span class="name">${run.name}</span></span>
    </vscode-checkbox>
    <details>
      <summary>${run.error === null ? statusText(run) : html`<span class="failed">✕ unreadable</span>`}</summary>
      ${run.error === null ? nothing : html`<p class="failed">${run.error}</p>`}
      ${hparams(run)}
      <button @click=${() => openSummary(run.id)}>Model summary</button>
    </details>
  </li>`;
}

function statusText({ status, detail }: RunDescription): TemplateResult {
  const words = [status === "unknown" ? "" : status, detail].filter((word) => word !== "").join(" · ");
  return html`<span class=${status}><span class="sign" aria-hidden="true">${SIGNS[status]}</span> ${words || "past run"}</span>`;
}

function hparams({ hparams }: RunDescription): TemplateResult {
  if (hparams.length === 0) return html`<p class="muted">No hyperparameters were saved.</p>`;
  return html`<dl>
    ${hparams.map(
      ([name, value]) => html`<dt>${name}</dt>
        <dd>${value}</dd>`,
    )}
  </dl>`;
}
