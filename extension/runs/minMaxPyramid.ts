import type { Column } from "./column.js";

const FACTOR = 16;

export interface MinMax {
  min: number;
  max: number;
}

interface Level {
  readonly min: Column;
  readonly max: Column;
}

/**
 * Smallest and largest value of any range of a column, in time that hardly depends on the range: each level keeps the minimum and maximum
 * of 16 entries of the level below it.
 */
export class MinMaxPyramid {
  readonly #levels: Level[];

  /** @param makeColumn makes the columns of the levels above `values`. */
  constructor(
    values: Column,
    private readonly makeColumn: () => Column,
  ) {
    this.#levels = [{ min: values, max: values }];
  }

  /** Takes in what was appended to the column since the last call. In bulk: per point it would cost more than the parsing. */
  extend(): void {
    for (let index = 0; index < this.#levels.length; index++) {
      const below = this.#levels[index] as Level;
      const blocks = Math.floor(below.min.length / FACTOR);
      if (blocks === 0) return;
      const above = this.#levels[index + 1] ?? { min: this.makeColumn(), max: this.makeColumn() };
      this.#levels[index + 1] = above;
      for (let block = above.min.length; block < blocks; block++) {
        const extremes = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
        scan(below, block * FACTOR, (block + 1) * FACTOR, extremes);
        above.min.push(extremes.min);
        above.max.push(extremes.max);
      }
    }
  }

  /** Widens `extremes` by the values with indices in [from, to). */
  widen(extremes: MinMax, from: number, to: number): void {
    this.#widenAt(0, extremes, from, to);
  }

  #widenAt(index: number, extremes: MinMax, from: number, to: number): void {
    const level = this.#levels[index] as Level;
    const first = Math.ceil(from / FACTOR);
    const last = Math.min(Math.floor(to / FACTOR), this.#levels[index + 1]?.min.length ?? 0);
    if (first >= last) {
      scan(level, from, to, extremes);
      return;
    }
    scan(level, from, first * FACTOR, extremes);
    this.#widenAt(index + 1, extremes, first, last);
    scan(level, last * FACTOR, to, extremes);
  }
}

function scan(level: Level, from: number, to: number, extremes: MinMax): void {
  for (let index = from; index < to; index++) {
    const min = level.min.at(index);
    const max = level.max.at(index);
    if (min < extremes.min) extremes.min = min;
    if (max > extremes.max) extremes.max = max;
  }
}
