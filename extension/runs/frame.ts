import type { Frame, FrameRequest } from "../../media/messages.js";
import { breath } from "./breath.js";
import { lowerBound } from "./column.js";
import type { Run } from "./run.js";
import type { Series } from "./series.js";
import { Smoothed } from "./smoothed.js";

/** Values are smoothed in pieces of so many, about 1 ms each. */
const SMOOTHED_AT_ONCE = 50_000;
/** Rows of a run: smallest value, largest value, line. */
const ROWS = 3;

type Range = readonly [number, number];

/** One run's curve and the way between its steps and the chart's axis. */
interface Curve {
  readonly series: Series;
  readonly line: Smoothed | null;
  toAxis(step: number): number;
  toStep(place: number): number;
}

/** What one chart draws: every run's values in the same buckets, one a pixel. */
export async function makeFrame(
  request: FrameRequest,
  runOf: (id: string) => Run | undefined,
  smoothing: SmoothingCache,
): Promise<Frame> {
  const { id, metric, runs, width } = request;
  const curves: (Curve | null)[] = [];
  for (const run of runs) curves.push(await curveOf(request, runOf(run), smoothing));
  const present = curves.flatMap((curve) => curve ?? []);
  const range = request.range ?? fullRange(present);
  if (range === null) return { kind: "frame", id, metric, range, buckets: 0, runs, data: new ArrayBuffer(0) };
  const places = distinctPlaces(present, range, width * 2) ?? evenPlaces(range, width);
  const buckets = places.length;
  const data = new Float64Array(buckets * (1 + runs.length * ROWS)).fill(Number.NaN);
  data.set(places);
  const edges = edgesOf(places, range);
  curves.forEach((curve, index) => {
    if (curve !== null) fill(data.subarray(buckets * (1 + index * ROWS)), buckets, curve, edges);
  });
  return { kind: "frame", id, metric, range, buckets, runs, data: data.buffer };
}

/** The smoothed lines that were computed, by series and weight. */
export class SmoothingCache {
  readonly #lines = new WeakMap<Series, Smoothed>();

  /** The whole line; null: not smoothed. */
  async line(series: Series, weight: number): Promise<Smoothed | null> {
    if (weight === 0) return null;
    let line = this.#lines.get(series);
    if (line?.weight !== weight) {
      line = new Smoothed(series, weight);
      this.#lines.set(series, line);
    }
    while (!line.extend(SMOOTHED_AT_ONCE)) await breath();
    return line;
  }
}

async function curveOf(request: FrameRequest, run: Run | undefined, smoothing: SmoothingCache): Promise<Curve | null> {
  const table = run?.metrics.table;
  const series = table?.series.get(request.metric);
  if (table === undefined || series === undefined || series.length === 0) return null;
  const line = await smoothing.line(series, request.smoothing);
  const { epochs } = table;
  if (request.axis === "step" || !epochs.known)
    return { series, line, toAxis: (step) => step, toStep: (place) => place };
  return { series, line, toAxis: (step) => epochs.toEpoch(step), toStep: (place) => epochs.toStep(place) };
}

function fullRange(curves: readonly Curve[]): [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { series, toAxis } of curves) {
    for (const { from, to } of series.segments) {
      if (from === to) continue;
      low = Math.min(low, toAxis(series.steps.at(from)));
      high = Math.max(high, toAxis(series.steps.at(to - 1)));
    }
  }
  return low <= high ? [low, high] : null;
}

/** The places of all values in the range, ascending, when there are at most `limit`: they are drawn where they are. */
function distinctPlaces(curves: readonly Curve[], [low, high]: Range, limit: number): Float64Array | null {
  const places = new Set<number>();
  for (const { series, toAxis, toStep } of curves) {
    for (const segment of series.segments) {
      const from = lowerBound(series.steps, toStep(low), segment.from, segment.to);
      const to = lowerBound(series.steps, stepAfter(toStep(high)), from, segment.to);
      if (to - from > limit) return null;
      for (let index = from; index < to; index++) places.add(toAxis(series.steps.at(index)));
      if (places.size > limit) return null;
    }
  }
  return Float64Array.from(places).sort();
}

function evenPlaces([low, high]: Range, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (count === 1 ? low : low + ((high - low) * i) / (count - 1)));
}

/** Bucket i holds what lies between edge i, which belongs to it, and edge i + 1: half-way to its neighbours on both sides. */
function edgesOf(places: Float64Array, [low, high]: Range): Float64Array {
  const edges = new Float64Array(places.length + 1);
  for (let i = 1; i < places.length; i++) edges[i] = ((places[i - 1] as number) + (places[i] as number)) / 2;
  edges[0] = low;
  edges[places.length] = high;
  return edges;
}

/** Writes a run's three rows into `rows`. */
function fill(rows: Float64Array, buckets: number, { series, line, toStep }: Curve, edges: Float64Array): void {
  const pyramid = series.pyramid();
  const drawn = line?.values ?? series.values;
  const steps = Array.from(edges, (edge, i) => (i === buckets ? stepAfter(toStep(edge)) : toStep(edge)));
  for (const segment of series.segments) {
    let from = lowerBound(series.steps, steps[0] ?? 0, segment.from, segment.to);
    for (let bucket = 0; bucket < buckets && from < segment.to; bucket++) {
      const to = lowerBound(series.steps, steps[bucket + 1] ?? 0, from, segment.to);
      if (to === from) continue;
      const extremes = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
      pyramid.widen(extremes, from, to);
      // A resumed run has been here before.
      const [min = Number.NaN, max = Number.NaN] = [rows[bucket], rows[buckets + bucket]];
      rows[bucket] = Number.isNaN(min) ? extremes.min : Math.min(min, extremes.min);
      rows[buckets + bucket] = Number.isNaN(max) ? extremes.max : Math.max(max, extremes.max);
      rows[2 * buckets + bucket] = drawn.at(to - 1);
      from = to;
    }
  }
}

/** The whole step after a place between steps, so that the last value itself is in the last bucket. */
function stepAfter(step: number): number {
  return Math.floor(step + 1e-6) + 1;
}
