import type { Color, ColorScale } from "./colorScale.js";
import type { Images } from "./imageLayout.js";
import type { Grid } from "./slicing.js";

/** The colour of NaN and the infinities. */
export const WRONG: Color = [255, 0, 170];

/** A pixel a cell; the canvas is scaled by its style. */
export function drawGrid(canvas: HTMLCanvasElement, { rows, columns, values }: Grid, scale: ColorScale | null): void {
  const image = prepared(canvas, columns, rows);
  if (image === null) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    const [red, green, blue] = scale !== null && Number.isFinite(value) ? scale.color(value) : WRONG;
    image.data.set([red, green, blue, 255], 4 * i);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** One image of a page. Three channels are its colours, one is its brightness. */
export function drawImage(
  canvas: HTMLCanvasElement,
  { height, width, channels, values }: Images,
  index: number,
  [black, white]: readonly [number, number],
): void {
  const image = prepared(canvas, width, height);
  if (image === null) return;
  const pixels = height * width;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const at = (index * pixels + pixel) * channels;
    const parts = [0, 1, 2].map((channel) => values[at + (channels === 3 ? channel : 0)] ?? Number.NaN);
    const color = parts.every(Number.isFinite)
      ? parts.map((value) => (255 * (value - black)) / (white - black))
      : WRONG;
    image.data.set([...color, 255], 4 * pixel);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

function prepared(canvas: HTMLCanvasElement, width: number, height: number): ImageData | null {
  canvas.width = width;
  canvas.height = height;
  return width === 0 || height === 0 ? null : new ImageData(width, height);
}
