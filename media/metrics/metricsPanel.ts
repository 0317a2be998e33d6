import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { FrameRequest, MetricsMessage, MetricsRequest, RunDescription } from "../messages.js";
import type { WebviewHost } from "../webviewHost.js";
import { onThemeChange, PALETTE_SIZE, readChartTheme } from "./chartTheme.js";
import { emptyText } from "./emptyText.js";
import { MetricChart } from "./metricChart.js";
import { metricOrder } from "./metricOrder.js";
import { type ChartSettings, DEFAULT_SETTINGS, parseMetricsState } from "./panelState.js";
import { runList } from "./runList.js";
import { firstSelection, type RunSelection, withOnly, withRun, withRuns } from "./runSelection.js";
import { type RunSlot, runSlots } from "./runSlots.js";
import { DASHES, type RunStyle, runStyle } from "./runStyle.js";
import { toolbar } from "./toolbar.js";

/** The runs at the side, and a chart for each metric of those that are shown. */
@customElement("metrics-panel")
export class MetricsPanel extends LitElement {
  @property({ attribute: false }) accessor host: WebviewHost<MetricsRequest> | null = null;
  @state() private accessor runs: readonly RunDescription[] | null = null;
  @state() private accessor selection: RunSelection = firstSelection(null);
  @state() private accessor settings: ChartSettings = DEFAULT_SETTINGS;
  @state() private accessor filter = "";
  @state() private accessor theme = readChartTheme();
  #slots: ReadonlyMap<string, RunSlot> = new Map();

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const restored = parseMetricsState(this.host?.getState());
    if (restored !== null) {
      const { selected, ...settings } = restored;
      this.selection = firstSelection(selected);
      this.settings = settings;
    }
    onThemeChange(() => {
      this.theme = readChartTheme();
    });
    document.addEventListener("visibilitychange", () => this.#shown());
    this.host?.send({ kind: "ready" });
  }

  receive(message: MetricsMessage): void {
    switch (message.kind) {
      case "runs":
        this.runs = message.runs;
        this.selection = withRuns(
          this.selection,
          message.runs.map(({ id }) => id),
          message.selected,
        );
        return;
      case "changed": {
        const runs = new Set(message.runs);
        for (const chart of this.#charts()) chart.changed(runs);
        return;
      }
      case "select":
        this.#select(withOnly(this.selection, message.runs));
        return;
      case "frame":
        for (const chart of this.#charts()) if (chart.input?.metric === message.metric) chart.receive(message);
        return;
      default:
        message satisfies never;
    }
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("selection" satisfies string)) {
      this.#slots = runSlots(this.selection.selected, this.#slots, { ...PALETTE_SIZE, dashes: DASHES.length });
    }
  }

  override render(): TemplateResult {
    const styles = new Map([...this.#slots].map(([id, slot]) => [id, runStyle(slot, this.theme)]));
    const shown = (this.runs ?? []).filter(({ id }) => styles.has(id));
    const metrics = metricOrder(shown).filter((name) => name.toLowerCase().includes(this.filter.toLowerCase()));
    const empty = emptyText(this.runs, shown, metrics, this.filter);
    if (this.runs === null || this.runs.length === 0) return html`<div class="empty"><p>${empty}</p></div>`;
    return html`<div class="panel">
      ${runList({
        runs: this.runs,
        styles,
        show: (id, isShown) => this.#select(withRun(this.selection, id, isShown)),
        showOnly: (ids) => this.#select(withOnly(this.selection, ids)),
        openSummary: (run) => this.host?.send({ kind: "openSummary", run }),
      })}
      <main>
        ${toolbar({
          settings: this.settings,
          filter: this.filter,
          setFilter: (filter) => {
            this.filter = filter;
          },
          set: (settings) => this.#set(settings),
        })}
        ${shown.flatMap(({ name, error }) =>
          error === null ? [] : [html`<p class="error" role="alert"><strong>${name}</strong> ${error}</p>`],
        )}
        ${empty === null ? this.#grid(metrics, shown, styles) : html`<div class="empty"><p>${empty}</p></div>`}
      </main>
    </div>`;
  }

  #grid(
    metrics: readonly string[],
    shown: readonly RunDescription[],
    styles: ReadonlyMap<string, RunStyle>,
  ): TemplateResult {
    const { settings, theme } = this;
    const input = (metric: string) => ({
      metric,
      runs: shown.filter((run) => run.metrics.some(({ name }) => name === metric)),
      styles,
      settings,
      theme,
      ask: this.#ask,
    });
    return html`<div class="grid">
      ${repeat(
        metrics,
        (metric) => metric,
        (metric) => html`<metric-chart .input=${input(metric)}></metric-chart>`,
      )}
    </div>`;
  }

  #ask = (request: FrameRequest): void => this.host?.send(request);

  #charts(): MetricChart[] {
    return [...this.querySelectorAll("metric-chart")].filter((element) => element instanceof MetricChart);
  }

  #shown(): void {
    if (document.visibilityState !== "visible") return;
    this.host?.send({ kind: "ready" });
    for (const chart of this.#charts()) chart.reload();
  }

  #select(selection: RunSelection): void {
    this.selection = selection;
    this.#keep();
  }

  #set(settings: Partial<ChartSettings>): void {
    this.settings = { ...this.settings, ...settings };
    this.#keep();
  }

  /** What is chosen outlives a reload of the window. */
  #keep(): void {
    this.host?.setState({ selected: this.selection.selected, ...this.settings });
  }
}
