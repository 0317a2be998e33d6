import type { Block } from "./slicing.js";

/** Where the dimensions of images are: N images, H high, W wide, C channels. Dimensions before them stand at one index. */
export const LAYOUTS = ["NHWC", "NCHW", "HWC", "CHW", "NHW", "HW"] as const;
export type ImageLayout = (typeof LAYOUTS)[number];

/** Images that are shown at once, and values of all of them. */
const IMAGES = 64;
const VALUES = 2 ** 20;

export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Row-major: image, row, column, channel. */
  readonly values: Float32Array;
}

/** The layouts that a shape can have. */
export function layoutsFor(shape: readonly number[]): ImageLayout[] {
  return LAYOUTS.filter((layout) => layout.length <= shape.length);
}

/** The likeliest: channels are 1, 3 or 4, and stand last in TensorFlow and before the height in torch. Null: no image is likely. */
export function likelyLayout(shape: readonly number[]): ImageLayout | null {
  const [last = 0, first] = [shape.at(-1), shape.at(-3)];
  const isChannel = (length: number | undefined) => length === 1 || length === 3 || length === 4;
  if (shape.length >= 4 && isChannel(last)) return "NHWC";
  if (shape.length >= 4 && isChannel(first)) return "NCHW";
  if (shape.length === 3 && isChannel(last)) return "HWC";
  if (shape.length === 3 && isChannel(first)) return "CHW";
  if (shape.length === 3 && last > 3) return "NHW";
  return null;
}

/** The lengths of an image's dimensions; those that a layout lacks are 1. */
export function imageSizes(shape: readonly number[], layout: ImageLayout): Record<"N" | "H" | "W" | "C", number> {
  const sizes = { N: 1, H: 1, W: 1, C: 1 };
  const first = shape.length - layout.length;
  [...layout].forEach((letter, i) => {
    sizes[letter as keyof typeof sizes] = shape[first + i] ?? 1;
  });
  return sizes;
}

/** Channels that are drawn: three of colour, else one. */
export function drawnChannels({ C }: { readonly C: number }): number {
  return C === 3 || C === 4 ? 3 : 1;
}

/** Images that one page has. */
export function imagesAPage({ H, W, C }: { readonly H: number; readonly W: number; readonly C: number }): number {
  return Math.max(1, Math.min(IMAGES, Math.floor(VALUES / Math.max(1, H * W * drawnChannels({ C })))));
}

/**
 * The part of a tensor that a page of images needs.
 *
 * @param at index of each dimension: the first image, the channel when one of many is drawn.
 */
export function imageBlock(shape: readonly number[], layout: ImageLayout, at: readonly number[]): Block {
  const first = shape.length - layout.length;
  const sizes = imageSizes(shape, layout);
  const channels = drawnChannels(sizes);
  const begin = [...at];
  const size = shape.map((length, i) => {
    const letter = layout[i - first];
    const from = at[i] ?? 0;
    if (letter === "N") return Math.min(imagesAPage(sizes), length - from);
    if (letter === "C") {
      if (channels === 3) begin[i] = 0;
      return Math.min(channels, length);
    }
    if (letter === undefined) return Math.min(1, length);
    // A picture is shown from its corner on; a larger one is cut.
    begin[i] = 0;
    return Math.min(length, SIDE);
  });
  return { begin, size };
}

/** Pixels of a side that are shown of an image. */
const SIDE = 1024;

export function imagesOf(layout: ImageLayout, { size }: Block, values: Float32Array): Images {
  const own = size.slice(size.length - layout.length);
  const { N: count, H: height, W: width, C: channels } = imageSizes(own, layout);
  if (layout !== "NCHW" && layout !== "CHW") return { count, height, width, channels, values };
  const turned = new Float32Array(values.length);
  const pixels = height * width;
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < pixels; pixel++)
        turned[(image * pixels + pixel) * channels + channel] =
          values[(image * channels + channel) * pixels + pixel] ?? 0;
  return { count, height, width, channels, values: turned };
}
