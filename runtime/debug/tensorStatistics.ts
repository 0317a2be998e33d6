import type { TensorStatistics } from "../protocol/debugApi.js";
import { MAX_BINS, SCAN_CHUNK, Scanner } from "./scanner.js";

let scanner: Scanner | null = null;

/** Mean, standard deviation (of all values, not of a sample of a larger set), extremes; NaN and the infinities only counted. */
export function statisticsOf(parts: readonly ArrayLike<number>[]): TensorStatistics {
  scanner ??= new Scanner();
  let [values, count, mean, squares, nan, infinite] = [0, 0, 0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const chunk of chunksOf(parts)) {
    scanner.load(chunk);
    const first = scanner.scan(chunk.length, 0);
    const finite = chunk.length - first.nan - first.infinite;
    values += chunk.length;
    nan += first.nan;
    infinite += first.infinite;
    if (finite === 0) continue;
    const chunkMean = first.sum / finite;
    // Around its own mean: the square of the mean would eat the digits of the difference.
    const around = scanner.scan(chunk.length, chunkMean).squares;
    const [total, distance] = [count + finite, chunkMean - mean];
    squares += around + (distance * distance * count * finite) / total;
    mean += (distance * finite) / total;
    count = total;
    min = Math.min(min, first.min);
    max = Math.max(max, first.max);
  }
  const none = count === 0;
  return {
    values,
    nan,
    infinite,
    mean: none ? null : mean,
    std: none ? null : Math.sqrt(squares / count),
    min: none ? null : min,
    max: none ? null : max,
  };
}

/** How many of the finite values lie in each of `bins` equal parts of the range from `min` to `max`. */
export function histogramOf(parts: readonly ArrayLike<number>[], min: number, max: number, bins: number): number[] {
  scanner ??= new Scanner();
  const used = Math.min(bins, MAX_BINS);
  const scale = max > min ? used / (max - min) : 0;
  for (const chunk of chunksOf(parts)) {
    scanner.load(chunk);
    scanner.addToHistogram(chunk.length, min, scale, used);
  }
  return scanner.takeHistogram(used);
}

function* chunksOf(parts: readonly ArrayLike<number>[]): Generator<ArrayLike<number>> {
  for (const part of parts) {
    if (part.length <= SCAN_CHUNK) yield part;
    else {
      const typed = part as Float32Array;
      for (let start = 0; start < typed.length; start += SCAN_CHUNK) yield typed.subarray(start, start + SCAN_CHUNK);
    }
  }
}
