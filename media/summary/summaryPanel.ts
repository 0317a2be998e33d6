import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { SummaryMessage, SummaryRequest, SummaryView } from "../messages.js";
import type { WebviewHost } from "../webviewHost.js";
import { summaryColumns } from "./summaryColumns.js";
import { summaryTotals } from "./summaryTotals.js";
import { collapsedBelow, type TreeRow, treeRows, visibleRows } from "./summaryTree.js";
import { treeKey } from "./treeKey.js";

/** A model with more rows opens folded to its own children. */
const OPEN_UP_TO = 60;
/** Deeper models have one button for the rest. */
const MAX_DEPTH_BUTTONS = 5;

/** The layers of a model as a table that is a tree. */
@customElement("summary-panel")
export class SummaryPanel extends LitElement {
  @property({ attribute: false }) accessor host: WebviewHost<SummaryRequest> | null = null;
  @state() private accessor message: SummaryMessage | null = null;
  @state() private accessor rows: readonly TreeRow[] = [];
  @state() private accessor collapsed: ReadonlySet<string> = new Set();
  /** Index of the row that the Tab key reaches. */
  @state() private accessor focused = 0;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.host?.send({ kind: "ready" });
  }

  receive(message: SummaryMessage): void {
    const before = this.message?.kind === "summary" ? this.message.summary : null;
    this.message = message;
    if (message.kind !== "summary") return;
    this.rows = treeRows(message.summary.rows);
    // An update of the same model leaves the tree as the user has it.
    if (before?.run === message.summary.run && before.model === message.summary.model) return;
    this.collapsed = this.rows.length > OPEN_UP_TO ? collapsedBelow(this.rows, 1) : new Set();
    this.focused = 0;
  }

  override render(): TemplateResult | typeof nothing {
    if (this.message === null) return nothing;
    if (this.message.kind === "none") return html`<div class="empty"><p>${this.message.message}</p></div>`;
    const { summary } = this.message;
    return html`<div class="summary">
      <header>
        <h1>${summary.model}</h1>
        ${this.#depths(summary)}
        <vscode-button secondary @click=${() => this.host?.send({ kind: "copy" })}>Copy as Markdown</vscode-button>
      </header>
      ${summary.rows.length === 0 ? html`<p class="muted">The model has no layers.</p>` : this.#table(summary)}
      ${summaryTotals(summary.totals)}
    </div>`;
  }

  #depths(summary: SummaryView): TemplateResult | typeof nothing {
    const deepest = Math.max(0, ...summary.rows.map(({ depth }) => depth));
    if (deepest < 2) return nothing;
    const depths = Array.from({ length: Math.min(deepest - 1, MAX_DEPTH_BUTTONS) }, (_, i) => i + 1);
    const button = (text: string, collapsed: ReadonlySet<string>) =>
      html`<button
        aria-pressed=${sameSet(collapsed, this.collapsed)}
        @click=${() => {
          this.collapsed = collapsed;
          this.focused = 0;
        }}
      >
        ${text}
      </button>`;
    return html`<div class="depths" role="group" aria-label="Depth">
      <span class="muted">Depth</span>
      ${depths.map((depth) => button(String(depth), collapsedBelow(this.rows, depth)))} ${button("All", new Set())}
    </div>`;
  }

  #table(summary: SummaryView): TemplateResult {
    const columns = summaryColumns(summary);
    const title = ({ title, isNumber }: { title: string; isNumber: boolean }) =>
      html`<th scope="col" role="columnheader" class=${isNumber ? "number" : nothing}>${title}</th>`;
    return html`<div class="scroller">
      <table role="treegrid" aria-label="Layers of ${summary.model}" @keydown=${this.#pressed}>
        <thead role="rowgroup">
          <tr role="row">
            ${title({ title: "Name", isNumber: false })}${columns.map(title)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${repeat(
            visibleRows(this.rows, this.collapsed),
            ({ row }) => row.name,
            (treeRow) => html`<tr
              role="row"
              data-index=${treeRow.index}
              class=${treeRow.row.hasSource ? "linked" : nothing}
              title=${treeRow.row.hasSource ? "Show where it is made" : nothing}
              tabindex=${treeRow.index === this.focused ? 0 : -1}
              aria-level=${treeRow.row.depth}
              aria-expanded=${treeRow.hasChildren ? !this.collapsed.has(treeRow.row.name) : nothing}
              @click=${() => this.#open(treeRow)}
              @focus=${() => {
                this.focused = treeRow.index;
              }}
            >
              <td role="rowheader">${this.#name(treeRow)}</td>
              ${columns.map(
                (column) =>
                  html`<td role="gridcell" class=${column.isNumber ? "number" : nothing}>${column.cell(treeRow.row)}</td>`,
              )}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** Indented by one guide a level, with a twistie where there is something below. */
  #name({ row, label, hasChildren }: TreeRow): TemplateResult {
    const toggle = (event: Event) => {
      event.stopPropagation();
      this.#collapse(row.name, !this.collapsed.has(row.name));
    };
    return html`<span class="name" title=${row.name}>
      ${Array.from({ length: row.depth - 1 }, () => html`<span class="guide"></span>`)}
      ${
        hasChildren
          ? html`<span class="twistie" aria-hidden="true" @click=${toggle}></span>`
          : html`<span class="no-twistie"></span>`
      }
      <span>${label}</span>
    </span>`;
  }

  #collapse(name: string, collapse: boolean): void {
    const collapsed = new Set(this.collapsed);
    if (collapse) collapsed.add(name);
    else collapsed.delete(name);
    this.collapsed = collapsed;
    // The Tab key must still reach a row.
    const visible = visibleRows(this.rows, collapsed);
    if (!visible.some(({ index }) => index === this.focused)) {
      this.focused = this.rows.find(({ row }) => row.name === name)?.index ?? 0;
    }
  }

  #open({ index, row }: TreeRow): void {
    if (row.hasSource) this.host?.send({ kind: "reveal", row: index });
  }

  #pressed = (event: KeyboardEvent): void => {
    const visible = visibleRows(this.rows, this.collapsed);
    const at = visible.findIndex(({ index }) => index === this.focused);
    const action = treeKey(event.key, visible, at, this.collapsed);
    if (action === null) return;
    event.preventDefault();
    const target = this.rows[action.index];
    if (target === undefined) return;
    if (action.kind === "focus") this.querySelector<HTMLElement>(`tr[data-index="${action.index}"]`)?.focus();
    else if (action.kind === "open") this.#open(target);
    else this.#collapse(target.row.name, action.kind === "collapse");
  };
}

function sameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
