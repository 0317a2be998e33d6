/** The smallest and the largest finite value; null: there is none. */
export function rangeOf(values: Float32Array): readonly [min: number, max: number] | null {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : null;
}

/** The range that an image's black and white stand for: 0 to 1, 0 to 255, else what its values span. */
export function imageRange(min: number, max: number): readonly [black: number, white: number] {
  if (min >= 0 && max <= 1) return [0, 1];
  if (min >= 0 && max <= 255 && max > 2) return [0, 255];
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}
