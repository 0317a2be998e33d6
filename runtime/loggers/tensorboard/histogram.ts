/** Values in buckets. `limits` are the right edges. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/** TensorBoard's edges: from 1e-12 each 1.1 times the one before, the same below zero, and zero. */
const EDGES: readonly number[] = (() => {
  const positive: number[] = [];
  for (let edge = 1e-12; edge < 1e20; edge *= 1.1) positive.push(edge);
  return [...positive.map((edge) => -edge).reverse(), 0, ...positive];
})();

/** The histogram that TensorBoard draws; values that are not finite are left out. Undefined: none is left. */
export function histogramOf(values: ArrayLike<number>): Histogram | undefined {
  const counts = new Float64Array(EDGES.length);
  let [count, sum, sumOfSquares] = [0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    sumOfSquares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
    const bucket = bucketOf(value);
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  if (count === 0) return undefined;
  // One empty bucket is kept at the left, so that the first one has a left edge.
  const first = Math.max(0, counts.findIndex((n) => n > 0) - 1);
  const last = counts.findLastIndex((n) => n > 0);
  return {
    min,
    max,
    count,
    sum,
    sumOfSquares,
    limits: EDGES.slice(first, last + 1),
    counts: [...counts.subarray(first, last + 1)],
  };
}

/** The first edge above the value, by halving. */
function bucketOf(value: number): number {
  let [low, high] = [0, EDGES.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((EDGES[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
