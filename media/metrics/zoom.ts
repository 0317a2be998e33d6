import type { Range } from "./valueRange.js";

/** A range around a place that it keeps where it is: half as wide with a factor of 0.5. */
export function zoomedBy(range: Range, place: number, factor: number): Range {
  return [place - (place - range[0]) * factor, place + (range[1] - place) * factor];
}

/** The range of a chart of single points, which would else lie on its edges. */
export function airy(range: Range): Range {
  const air = (range[1] - range[0]) * 0.1 || 1;
  return [range[0] - air, range[1] + air];
}
