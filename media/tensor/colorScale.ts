/** Red, green, blue: 0 to 255. */
export type Color = readonly [number, number, number];

/** Dark to bright, even to the eye and to those who see no red or green (matplotlib's viridis at eight places). */
const SEQUENTIAL: readonly Color[] = [
  [68, 1, 84],
  [70, 50, 127],
  [54, 92, 141],
  [39, 127, 142],
  [31, 161, 135],
  [74, 194, 109],
  [159, 218, 58],
  [253, 231, 37],
];
const NEGATIVE: Color = [59, 130, 246];
const POSITIVE: Color = [234, 88, 12];

/** How numbers are coloured. */
export interface ColorScale {
  readonly min: number;
  readonly max: number;
  /** Writes the colour of a finite value. */
  color(value: number): Color;
}

/**
 * Values of one sign from dark to bright; of both signs from blue over the background at 0 to orange, each side as strong as it is large.
 *
 * @param background that of the view: a 0 is nothing.
 */
export function colorScale(min: number, max: number, background: Color): ColorScale {
  if (min < 0 && max > 0) {
    const largest = Math.max(-min, max);
    return {
      min,
      max,
      color: (value) => mixed(background, value < 0 ? NEGATIVE : POSITIVE, Math.abs(value) / largest),
    };
  }
  const span = max - min;
  const steps = SEQUENTIAL.length - 1;
  return {
    min,
    max,
    color: (value) => {
      const place = span === 0 ? steps / 2 : Math.min(Math.max((value - min) / span, 0), 1) * steps;
      const low = Math.min(Math.floor(place), steps - 1);
      return mixed(SEQUENTIAL[low] as Color, SEQUENTIAL[low + 1] as Color, place - low);
    },
  };
}

/** `rgb(1, 2, 3)` or `#010203` as the editor's theme has it. */
export function parseColor(text: string): Color | null {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text.trim());
  if (hex !== null) return [hex[1], hex[2], hex[3]].map((part) => Number.parseInt(part ?? "0", 16)) as unknown as Color;
  const parts = /^rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)/.exec(text.trim());
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3])];
}

function mixed(from: Color, to: Color, share: number): Color {
  const mix = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [mix(0), mix(1), mix(2)];
}
