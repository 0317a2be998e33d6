/** One number for both directions, or `[height, width]`. */
export type Size2d = number | readonly [number, number];

export type Pair = readonly [height: number, width: number];

export function pair(size: Size2d): Pair {
  return typeof size === "number" ? [size, size] : [size[0], size[1]];
}

/** A size as it was written: one number where both are the same. */
export function sizeText([height, width]: Pair): string {
  return height === width ? String(height) : `[${height}, ${width}]`;
}

/** A number, or, as torch also takes it, a list of one. */
export type Size1d = number | readonly [number];

/** The size of something over sequences, which are images of height 1. */
export function inRow(size: Size1d, height: number): Pair {
  return [height, typeof size === "number" ? size : size[0]];
}
