import type { Frame } from "../messages.js";

/** A frame as a chart draws it: one row per bucket in which some run has a value, null where a run has none. */
export interface ChartTable {
  readonly places: readonly number[];
  readonly runs: readonly ChartRun[];
}

export interface ChartRun {
  readonly id: string;
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly line: readonly (number | null)[];
  /** Buckets in which it has a value. */
  readonly points: number;
}

/** The rows of the runs that are shown. A logarithmic scale has no place for values that are zero or less. */
export function chartTable(frame: Frame, shown: ReadonlySet<string>, logScale: boolean): ChartTable {
  const data = new Float64Array(frame.data);
  const row = (index: number) => data.subarray(index * frame.buckets, (index + 1) * frame.buckets);
  const rows = frame.runs.flatMap((id, index) =>
    shown.has(id) ? [{ id, min: row(1 + 3 * index), max: row(2 + 3 * index), line: row(3 + 3 * index) }] : [],
  );
  const lowest = logScale ? Number.MIN_VALUE : Number.NEGATIVE_INFINITY;
  const hasValue = (line: Float64Array, bucket: number) => (line[bucket] ?? Number.NaN) >= lowest;
  const used = [...row(0).keys()].filter((bucket) => rows.some(({ line }) => hasValue(line, bucket)));
  const pick = (values: Float64Array, line: Float64Array) =>
    used.map((bucket) => (hasValue(line, bucket) ? placeable(values[bucket], line[bucket], lowest) : null));
  return {
    places: used.map((bucket) => row(0)[bucket] ?? 0),
    runs: rows.map(({ id, min, max, line }) => ({
      id,
      min: pick(min, line),
      max: pick(max, line),
      line: pick(line, line),
      points: used.filter((bucket) => hasValue(line, bucket)).length,
    })),
  };
}

/** An edge of the band; the line itself where the edge has no place. */
function placeable(value: number | undefined, line: number | undefined, lowest: number): number | null {
  return value !== undefined && value >= lowest ? value : (line ?? null);
}
