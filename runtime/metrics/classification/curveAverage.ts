import { mean, safeDivide, sum } from "../arithmetic.js";
import type { CurvePoints } from "./curve.js";

/** How the areas of classes become one. */
export type CurveAverage = "macro" | "weighted" | "none" | null;

/** One number, or one for each class. */
export type AreaValue<O> = O extends { readonly average: "none" | null } ? number[] : number;

/** Areas averaged over the classes that have one; the others are said (torchmetrics/functional/classification/auroc.py, `_reduce_auroc`). */
export function averagedArea(areas: number[], average: unknown, supports: () => readonly number[]): number | number[] {
  if (average === "none" || average === null) return areas;
  const known = [...areas.keys()].filter((c) => !Number.isNaN(areas[c]));
  if (known.length < areas.length) {
    console.warn(
      `Average precision score for one or more classes was \`nan\`. Ignoring these classes in ${average}-average`,
    );
  }
  if (average === "macro") return mean(known.map((c) => areas[c] as number));
  const weights = supports();
  const total = sum(known.map((c) => weights[c] as number));
  return sum(known.map((c) => (areas[c] as number) * safeDivide(weights[c] as number, total)));
}

/**
 * The mean of the classes' curves at every place where one of them has a point (torchmetrics/functional/classification/roc.py).
 *
 * @param falling whether thresholds fall.
 */
export function macroCurve(curves: readonly CurvePoints[], falling: boolean): CurvePoints {
  const places = Float64Array.from(curves.flatMap(([x]) => [...x])).sort();
  const heights = new Float64Array(places.length);
  for (const [x, y] of curves) {
    const at = interpolation(x, y);
    for (const [i, place] of places.entries()) heights[i] = (heights[i] as number) + at(place);
  }
  const thresholds = Float64Array.from(curves.flatMap(([, , one]) => [...one])).sort();
  return [places, heights.map((height) => height / curves.length), falling ? thresholds.reverse() : thresholds];
}

/** Straight lines between points (torchmetrics/utilities/compute.py, `interp`). */
function interpolation(x: Float64Array, y: Float64Array): (place: number) => number {
  const slopes = x
    .slice(1)
    .map((next, i) => safeDivide((y[i + 1] as number) - (y[i] as number), next - (x[i] as number)));
  const rising = Float64Array.from(x).sort();
  return (place) => {
    const segment = Math.min(Math.max(reached(rising, place) - 1, 0), slopes.length - 1);
    const slope = slopes[segment] as number;
    return slope * place + ((y[segment] as number) - slope * (x[segment] as number));
  };
}

/** How many of some rising values a place is not below; NaN is reached by none, and none by NaN. */
function reached(rising: Float64Array, place: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place >= (rising[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
