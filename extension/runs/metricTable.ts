import { CsvRecords } from "./csvRecords.js";
import { EpochAxis } from "./epochAxis.js";
import { Series } from "./series.js";

const MAX_COLUMNS = 2000;

/**
 * What a `metrics.csv` says, decoded as it grows: one series per metric. Cells are blank where a metric was not logged with that row;
 * `step` and `epoch` are axes, not metrics.
 */
export class MetricTable {
  readonly series = new Map<string, Series>();
  readonly epochs = new EpochAxis();
  rows = 0;
  /** Cells that are no numbers. */
  unreadable = 0;
  readonly #records = new CsvRecords();
  #columns: readonly string[] | null = null;
  #stepColumn = -1;
  #epochColumn = -1;
  #lastStep = -1;

  /** Takes in the next piece of the file, which may end anywhere. */
  push(text: string): void {
    for (const cells of this.#records.push(text)) {
      if (this.#columns === null) this.#readHeader(cells);
      else if (cells.length > 1 || cells[0] !== "") this.#readRow(this.#columns, cells);
    }
  }

  #readHeader(cells: readonly string[]): void {
    const names = cells.slice(0, MAX_COLUMNS).map((cell) => cell.replace(/^\uFEFF/, "").trim());
    this.#columns = names;
    this.#stepColumn = names.indexOf("step");
    this.#epochColumn = names.indexOf("epoch");
  }

  #readRow(columns: readonly string[], cells: readonly string[]): void {
    this.rows++;
    const step = this.#stepOf(cells);
    this.#lastStep = step;
    const epoch = number(cells[this.#epochColumn]);
    if (epoch !== null) this.epochs.add(step, epoch);
    for (let column = 0; column < columns.length; column++) {
      const cell = cells[column];
      if (cell === undefined || cell === "" || column === this.#stepColumn || column === this.#epochColumn) continue;
      const value = number(cell);
      if (value === null) this.unreadable++;
      else this.#seriesOf(columns[column] ?? "").append(step, value);
    }
  }

  /** A file without steps counts its rows. */
  #stepOf(cells: readonly string[]): number {
    if (this.#stepColumn < 0) return this.rows - 1;
    const step = number(cells[this.#stepColumn]);
    return step !== null && Number.isFinite(step) ? step : Math.max(0, this.#lastStep);
  }

  #seriesOf(name: string): Series {
    let series = this.series.get(name);
    if (series === undefined) {
      series = new Series();
      this.series.set(name, series);
    }
    return series;
  }
}

/** A number as Python, JavaScript or a spreadsheet writes it; null when it is none. */
function number(text: string | undefined): number | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  switch (text.trim().toLowerCase()) {
    case "nan":
    case "-nan":
      return Number.NaN;
    case "inf":
    case "+inf":
    case "infinity":
      return Number.POSITIVE_INFINITY;
    case "-inf":
    case "-infinity":
      return Number.NEGATIVE_INFINITY;
    default:
      return null;
  }
}
