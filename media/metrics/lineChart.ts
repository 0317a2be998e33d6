import uPlot from "uplot";
import uPlotCss from "uplot/dist/uPlot.min.css";
import { type AxesInput, chartAxes } from "./chartAxes.js";
import type { ChartRun, ChartTable } from "./chartTable.js";
import type { ChartTheme } from "./chartTheme.js";
import type { RunStyle } from "./runStyle.js";
import { type Range, valueRange } from "./valueRange.js";

/** Everything that a chart shows. */
export interface ChartPicture extends AxesInput {
  readonly table: ChartTable;
  /** The part of the axis that is shown. */
  readonly shown: Range;
  readonly styles: ReadonlyMap<string, RunStyle>;
}

/** What lies under the cursor, which also follows the cursors of the other charts. */
export interface ChartHover {
  /** Pixels from the left and from the top of the host. */
  readonly left: number;
  readonly top: number;
  readonly place: number;
  /** The nearest point of each run that has one; `distance` in pixels, upwards or downwards. */
  readonly points: readonly { readonly id: string; place: number; value: number; distance: number }[];
}

export interface ChartEvents {
  /** The user dragged across a part of the axis; null: went back to all of it. */
  onZoom(range: Range | null): void;
  onHover(hover: ChartHover | null): void;
}

/** Styles that the document needs for charts. */
export const lineChartCss = uPlotCss;

/** A run whose points are further apart than this shows them. */
const POINT_SPACE = 10;
/** Lines over steps or epochs in one element. The only place that knows the chart library. */
export class LineChart {
  #plot: uPlot | null = null;
  #picture: ChartPicture | null = null;
  #values: Range = [0, 1];
  #built = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly events: ChartEvents,
  ) {}

  draw(asked: ChartPicture): void {
    const picture = { ...asked, shown: widened(asked.shown) };
    this.#picture = picture;
    this.#values = valueRange(picture.table, picture.shown, picture.logScale);
    const { table, styles, fractions, logScale, theme } = picture;
    const build = JSON.stringify([
      table.runs.map((run) => [run.id, styles.get(run.id), isSingle(run)]),
      fractions,
      logScale,
      theme,
    ]);
    const data: uPlot.AlignedData = [[...table.places], ...table.runs.map(({ line }) => [...line])];
    if (this.#plot !== null && build === this.#built) {
      this.#plot.setData(data);
      return;
    }
    this.destroy();
    this.#built = build;
    this.#plot = new uPlot(this.#options(picture), data, this.host);
  }

  resize(): void {
    if (this.host.clientWidth > 0) this.#plot?.setSize(this.#size());
  }

  destroy(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** Moves the cursor by some of the places that are seen; from nowhere it enters at the end that it comes from. */
  moveCursor(buckets: number): void {
    const plot = this.#plot;
    const picture = this.#picture;
    if (plot === null || picture === null) return;
    const [from, to] = picture.shown;
    const seen = picture.table.places.filter((place) => place >= from && place <= to);
    const current = seen.indexOf(picture.table.places[plot.cursor.idx ?? -1] ?? Number.NaN);
    const start = current < 0 && buckets < 0 ? seen.length : current;
    const place = seen[Math.min(Math.max(start + buckets, 0), seen.length - 1)];
    if (place !== undefined) this.#setCursor(plot.valToPos(place, "x"), plot.over.clientHeight / 2);
  }

  clearCursor(): void {
    this.#setCursor(-10, -10);
  }

  /** The third argument is not in the library's types: the other charts' cursors move along. */
  #setCursor(left: number, top: number): void {
    const plot: { setCursor(at: { left: number; top: number }, fire: boolean, publish: boolean): void } | null =
      this.#plot;
    plot?.setCursor({ left, top }, true, true);
  }

  #size(): { width: number; height: number } {
    return { width: this.host.clientWidth, height: this.host.clientHeight };
  }

  #options(picture: ChartPicture): uPlot.Options {
    const { theme, table, logScale } = picture;
    return {
      ...this.#size(),
      padding: [8, 14, 0, 0],
      legend: { show: false },
      series: [{}, ...table.runs.map((run) => this.#series(run, picture))],
      scales: {
        x: { time: false, range: () => [...(this.#picture?.shown ?? picture.shown)] },
        y: { distr: logScale ? 3 : 1, range: () => [...this.#values] },
      },
      axes: chartAxes(picture, () => this.#values),
      cursor: this.#cursor(theme),
      hooks: {
        drawAxes: [(plot) => this.#drawBands(plot)],
        setSelect: [(plot) => this.#zoom(plot)],
        setCursor: [(plot) => this.events.onHover(this.#hover(plot))],
      },
    };
  }

  #series(run: ChartRun, { styles, theme }: ChartPicture): uPlot.Series {
    const style = styles.get(run.id);
    const stroke = style?.colour ?? theme.text;
    const points = () => this.#run(run.id)?.points ?? 0;
    return {
      stroke,
      width: 1.5,
      dash: [...(style?.dash ?? [])],
      spanGaps: true,
      points: { show: (plot) => points() * POINT_SPACE <= plot.width, size: isSingle(run) ? 8 : 5, fill: stroke },
    };
  }

  #cursor(theme: ChartTheme): uPlot.Cursor {
    return {
      y: false,
      points: { size: 10, width: 2, stroke: () => theme.background },
      drag: { x: true, y: false, setScale: false, dist: 4 },
      hover: { skip: [null] },
      sync: {
        key: "metrics",
        scales: ["x", null],
        setSeries: false,
        filters: { pub: (type) => type === "mousemove" || type === "mouseleave" },
      },
      bind: {
        dblclick: () => () => {
          this.events.onZoom(null);
          return null;
        },
      },
    };
  }

  #run(id: string): ChartRun | undefined {
    return this.#picture?.table.runs.find((run) => run.id === id);
  }

  #zoom(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width <= 0) return;
    const range: Range = [plot.posToVal(left, "x"), plot.posToVal(left + width, "x")];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.events.onZoom(range);
  }

  #hover(plot: uPlot): ChartHover | null {
    const { left = -1, top = 0, idx, idxs } = plot.cursor;
    const picture = this.#picture;
    if (picture === null || left < 0 || idx === null || idx === undefined) return null;
    const { places, runs } = picture.table;
    const points = runs.flatMap((run, index) => {
      const at = idxs?.[index + 1];
      const value = at === null || at === undefined ? null : run.line[at];
      if (at === null || at === undefined || value === null || value === undefined) return [];
      return [{ id: run.id, place: places[at] ?? 0, value, distance: Math.abs(plot.valToPos(value, "y") - top) }];
    });
    return {
      left: left + plot.over.offsetLeft,
      top: top + plot.over.offsetTop,
      place: places[idx] ?? 0,
      points,
    };
  }

  /** Fills between the smallest and the largest value of each bucket, under all lines. */
  #drawBands(plot: uPlot): void {
    const picture = this.#picture;
    if (picture === null) return;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.globalAlpha = 0.2;
    for (const run of picture.table.runs) {
      ctx.fillStyle = picture.styles.get(run.id)?.colour ?? picture.theme.text;
      ctx.fill(bandPath(plot, picture.table.places, run));
    }
    ctx.restore();
  }
}

/** Places are sums of fractions: the last one may lie a hair beyond the end, and must be seen. */
function widened([from, to]: Range): Range {
  const hair = (to - from) * 1e-9;
  return [from - hair, to + hair];
}

/** A point without a line must be seen on its own. */
function isSingle(run: ChartRun): boolean {
  return run.points === 1;
}

/** Along the largest values, and back along the smallest. */
function bandPath(plot: uPlot, places: readonly number[], run: ChartRun): Path2D {
  const path = new Path2D();
  const lineTo = (index: number, value: number | null | undefined) => {
    if (value === null || value === undefined) return;
    path.lineTo(plot.valToPos(places[index] ?? 0, "x", true), plot.valToPos(value, "y", true));
  };
  run.max.forEach((value, index) => {
    lineTo(index, value);
  });
  for (let index = run.min.length - 1; index >= 0; index--) lineTo(index, run.min[index]);
  return path;
}
