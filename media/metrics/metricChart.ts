import { html, LitElement, nothing, type PropertyValues, render, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Frame, FrameRequest, RunDescription } from "../messages.js";
import { chartDescription } from "./chartDescription.js";
import { type ChartAction, chartKey } from "./chartKey.js";
import { chartLegend } from "./chartLegend.js";
import { type ChartTable, chartTable } from "./chartTable.js";
import type { ChartTheme } from "./chartTheme.js";
import { chartTooltip } from "./chartTooltip.js";
import { FrameRequests } from "./frameRequests.js";
import { hoverSentence } from "./hoveredRuns.js";
import { linesIcon, tableIcon } from "./icons.js";
import { type ChartHover, LineChart } from "./lineChart.js";
import type { ChartSettings } from "./panelState.js";
import { placeTooltip } from "./placeTooltip.js";
import type { RunStyle } from "./runStyle.js";
import type { Range } from "./valueRange.js";
import { valueTable } from "./valueTable.js";
import { airy, zoomedBy } from "./zoom.js";

/** The host takes no more at once. */
const MAX_RUNS = 200;
const MAX_WIDTH = 4096;

/** All that a chart is told by its panel. */
export interface ChartInput {
  readonly metric: string;
  /** The shown runs that have the metric. */
  readonly runs: readonly RunDescription[];
  readonly styles: ReadonlyMap<string, RunStyle>;
  readonly settings: ChartSettings;
  readonly theme: ChartTheme;
  readonly ask: (request: FrameRequest) => void;
}

/** One metric of the shown runs: title, lines, legend. It asks for its values while it is in view, and follows them until it is zoomed. */
@customElement("metric-chart")
export class MetricChart extends LitElement {
  @property({ attribute: false }) accessor input: ChartInput | null = null;
  /** The part of the axis that the user chose; null: all of it, and what is still to come. */
  @state() private accessor zoom: Range | null = null;
  @state() private accessor frame: Frame | null = null;
  @state() private accessor asTable = false;
  @state() private accessor spoken = "";

  readonly #requests = new FrameRequests((id) => this.#ask(id));
  readonly #views = new IntersectionObserver((entries) => this.#viewed(entries.at(-1)?.isIntersecting === true));
  readonly #resizes = new ResizeObserver(() => this.#resized());
  #chart: LineChart | null = null;
  #table: ChartTable = { places: [], runs: [] };
  #hover: ChartHover | null = null;
  #inView = false;
  /** Of the last request. */
  #width = 0;

  /** The document's own styles apply. */
  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#views.observe(this);
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#views.disconnect();
    this.#resizes.disconnect();
    this.#drop();
  }

  /** There are newer values of these runs. */
  changed(runs: ReadonlySet<string>): void {
    if (this.input?.runs.some(({ id }) => runs.has(id)) === true) this.#requests.refresh();
  }

  /** Asks again, whatever is under way: answers to a hidden window are lost. */
  reload(): void {
    this.#requests.restart();
  }

  receive(frame: Frame): void {
    if (this.#requests.accept(frame.id)) this.frame = frame;
  }

  override willUpdate(changed: PropertyValues): void {
    const before = changed.get("input") as ChartInput | null | undefined;
    const now = this.input;
    if (now !== null && this.frame !== null) {
      this.#table = chartTable(this.frame, new Set(now.runs.map(({ id }) => id)), now.settings.logScale);
    }
    if (before === null || before === undefined || now === null) return;
    if (before.settings.axis !== now.settings.axis) this.zoom = null;
    const ids = (input: ChartInput) => input.runs.map(({ id }) => id).join("\n");
    if (before.settings.axis !== now.settings.axis || ids(before) !== ids(now)) this.#requests.restart();
    else if (before.settings.smoothing !== now.settings.smoothing) this.#requests.refresh();
  }

  override updated(): void {
    if (this.asTable) this.#drop();
    else this.#draw();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.input === null) return nothing;
    const { metric, runs, styles, settings } = this.input;
    return html`<section aria-label=${metric}>
      <header>
        <h2 title=${metric}>${metric}</h2>
        ${this.zoom === null ? nothing : html`<button class="follow" title="Show all of it, and what is still to come" @click=${() => this.#zoomTo(null)}>Follow</button>`}
        <button
          aria-pressed=${this.asTable}
          aria-label="Show as table"
          title=${this.asTable ? "Show as chart" : "Show as table"}
          @click=${() => {
            this.asTable = !this.asTable;
          }}
        >
          ${this.asTable ? linesIcon : tableIcon}
        </button>
      </header>
      ${
        this.asTable
          ? valueTable(metric, runs, styles)
          : html`<div class="plot" role="img" tabindex="0" aria-label=${chartDescription(metric, settings.axis, runs)}
                @keydown=${this.#pressed} @blur=${() => this.#chart?.clearCursor()}></div>
              <div class="tooltip" aria-hidden="true" hidden></div>
              ${this.#nothing(settings)}
              ${chartLegend(metric, runs, styles)}`
      }
      <div class="hidden-text" aria-live="polite">${this.spoken}</div>
    </section>`;
  }

  /** Said in the place of lines. */
  #nothing({ logScale }: ChartSettings): TemplateResult | typeof nothing {
    if (this.frame === null || this.#table.places.length > 0) return nothing;
    return html`<p class="nothing muted">${logScale ? "No positive values to draw" : "No values to draw"}</p>`;
  }

  #ask(id: number): void {
    const plot = this.querySelector<HTMLElement>(".plot") ?? this;
    this.#width = plot.clientWidth;
    this.input?.ask({
      kind: "frame",
      id,
      metric: this.input.metric,
      runs: this.input.runs.slice(0, MAX_RUNS).map((run) => run.id),
      axis: this.input.settings.axis,
      range: this.zoom === null ? null : [this.zoom[0], this.zoom[1]],
      width: Math.min(Math.max(this.#width, 1), MAX_WIDTH),
      smoothing: this.input.settings.smoothing,
    });
  }

  /** A chart out of view keeps its values, but not its canvas. */
  #viewed(inView: boolean): void {
    this.#requests.setInView(inView);
    this.#inView = inView;
    if (inView) this.#draw();
    else this.#drop();
  }

  #resized(): void {
    this.#chart?.resize();
    if (this.#width > 0 && (this.querySelector(".plot")?.clientWidth ?? this.#width) !== this.#width) {
      this.#requests.refresh();
    }
  }

  #draw(): void {
    const host = this.querySelector<HTMLElement>(".plot");
    if (host === null || !this.#inView || this.input === null || this.frame === null) return;
    const { settings, styles, theme } = this.input;
    this.#chart ??= new LineChart(host, {
      onZoom: (range) => this.#zoomTo(range),
      onHover: (hover) => this.#hovered(hover),
    });
    const table = this.#table;
    const range = this.frame.range ?? [0, 1];
    const scattered = range[0] === range[1] || table.runs.every(({ points }) => points <= 1);
    this.#chart.draw({
      table,
      shown: this.zoom ?? (scattered ? airy(range) : range),
      styles,
      fractions: settings.axis === "epoch",
      logScale: settings.logScale,
      theme,
    });
  }

  #drop(): void {
    this.#chart?.destroy();
    this.#chart = null;
  }

  #zoomTo(range: Range | null): void {
    this.zoom = range;
    this.#requests.restart();
  }

  /** Charts move their cursors together; only the one with the pointer or the keyboard tells the values. */
  #hovered(hover: ChartHover | null): void {
    this.#hover = hover;
    const tooltip = this.querySelector<HTMLElement>(".tooltip");
    const host = this.querySelector<HTMLElement>(".plot");
    if (tooltip === null || host === null || this.input === null) return;
    const told = hover !== null && hover.points.length > 0 && host.matches(":hover, :focus-visible");
    tooltip.hidden = !told;
    if (!told) return;
    render(chartTooltip(hover, this.input.settings.axis, this.input.runs, this.input.styles), tooltip);
    placeTooltip(tooltip, host, hover);
  }

  #pressed = (event: KeyboardEvent): void => {
    const action = chartKey(event.key, event.shiftKey);
    if (action === null) return;
    event.preventDefault();
    this.#act(action);
    if (this.#hover !== null && this.input !== null) {
      this.spoken = hoverSentence(this.#hover, this.input.settings.axis, this.input.runs);
    }
  };

  #act(action: ChartAction): void {
    switch (action.kind) {
      case "move":
        this.#chart?.moveCursor(action.places);
        return;
      case "zoom": {
        const range = this.zoom ?? this.frame?.range ?? null;
        if (range === null) return;
        this.#zoomTo(zoomedBy(range, this.#hover?.place ?? (range[0] + range[1]) / 2, action.factor));
        return;
      }
      case "leave":
        this.#chart?.clearCursor();
        if (this.zoom !== null) this.#zoomTo(null);
        return;
      default:
        action satisfies never;
    }
  }
}
