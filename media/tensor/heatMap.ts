import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Color, type ColorScale, colorScale, parseColor } from "./colorScale.js";
import { drawGrid } from "./drawGrid.js";
import { shortText, valueText } from "./numberText.js";
import { type Grid, indexOf, type Slicing } from "./slicing.js";
import { rangeOf } from "./valueRange.js";

/** Pixels of a cell's side. */
const LARGEST_CELL = 24;
const AVAILABLE = 640;

const MOVES: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

/** Numbers as colours. The cell under the pointer, or under the cursor that arrow keys move, is written out below. */
@customElement("heat-map")
export class HeatMap extends LitElement {
  @property({ attribute: false }) accessor grid: Grid | null = null;
  @property({ attribute: false }) accessor slicing: Slicing | null = null;
  @state() private accessor cell: readonly [row: number, column: number] = [0, 0];
  #scale: ColorScale | null = null;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override willUpdate(): void {
    const { grid } = this;
    if (grid === null) return;
    const range = rangeOf(grid.values);
    this.#scale = range === null ? null : colorScale(...range, this.#background());
    this.cell = [Math.min(this.cell[0], grid.rows - 1), Math.min(this.cell[1], grid.columns - 1)];
  }

  override updated(changed: PropertyValues<this>): void {
    const canvas = this.querySelector("canvas");
    if (this.grid !== null && canvas !== null && changed.has("grid")) drawGrid(canvas, this.grid, this.#scale);
  }

  override render(): TemplateResult | typeof nothing {
    const { grid, slicing, cell } = this;
    if (grid === null || slicing === null) return nothing;
    if (grid.values.length === 0) return html`<p class="muted">There are no values.</p>`;
    const side = cellSide(grid);
    const value = grid.values[cell[0] * grid.columns + cell[1]] ?? Number.NaN;
    return html`<div
        class="map"
        tabindex="0"
        role="application"
        aria-label="Heat map, ${grid.rows} rows, ${grid.columns} columns. Arrow keys move over the values."
        @keydown=${this.#pressed}
        @pointermove=${this.#pointed}
      >
        <canvas .style=${sized(grid, side)}></canvas>
        <span class="cursor" .style=${placed(cell, side)}></span>
      </div>
      <p class="reading" role="status">[${indexOf(slicing, ...cell).join(", ")}] = <strong>${valueText(value)}</strong></p>
      ${this.#legend()}`;
  }

  #legend(): TemplateResult | typeof nothing {
    const scale = this.#scale;
    if (scale === null) return nothing;
    const steps = Array.from({ length: 32 }, (_, i) => scale.color(scale.min + ((scale.max - scale.min) * i) / 31));
    const stops = steps.map((color) => `rgb(${color.join(",")})`).join(",");
    return html`<p class="legend">
      <span>${shortText(scale.min)}</span><span class="scale" .style=${`background:linear-gradient(to right,${stops})`}></span
      ><span>${shortText(scale.max)}</span>
    </p>`;
  }

  #pressed = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    const { grid } = this;
    if (move === undefined || grid === null) return;
    event.preventDefault();
    this.cell = [within(this.cell[0] + move[0], grid.rows), within(this.cell[1] + move[1], grid.columns)];
  };

  #pointed = (event: PointerEvent): void => {
    const canvas = this.querySelector("canvas");
    const { grid } = this;
    if (canvas === null || grid === null) return;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / height) * grid.rows);
    const column = Math.floor(((event.clientX - left) / width) * grid.columns);
    if (row >= 0 && row < grid.rows && column >= 0 && column < grid.columns) this.cell = [row, column];
  };

  #background(): Color {
    return parseColor(getComputedStyle(document.body).backgroundColor) ?? [255, 255, 255];
  }
}

function within(index: number, length: number): number {
  return Math.min(Math.max(0, index), length - 1);
}

function cellSide({ rows, columns }: Grid): number {
  const fitting = Math.floor(AVAILABLE / Math.max(rows, columns, 1));
  return Math.min(Math.max(fitting, 2), LARGEST_CELL);
}

function sized({ rows, columns }: Grid, side: number): string {
  return `width:${columns * side}px;height:${rows * side}px`;
}

function placed([row, column]: readonly [number, number], side: number): string {
  return `left:${column * side}px;top:${row * side}px;width:${side}px;height:${side}px`;
}

declare global {
  interface HTMLElementTagNameMap {
    "heat-map": HeatMap;
  }
}
