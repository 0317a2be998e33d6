import { tf } from "../../backend/tf.js";
import { encodePng } from "./png.js";
import type { EncodedImage } from "./summaries.js";

/** The order of a picture's axes: height, width, channels. */
export type ImageFormat = "HWC" | "CHW" | "HW";

/** A tensor as PNG. Floats are 0 to 1, whole numbers 0 to 255. @throws when the shape is no picture's. */
export function encodeImage(image: tf.Tensor, format: ImageFormat = image.rank === 2 ? "HW" : "HWC"): EncodedImage {
  const [height, width, channels] = sizes(image, format);
  const ordered = format === "CHW" ? tf.tidy(() => tf.transpose(image, [1, 2, 0])) : image;
  const scale = image.dtype === "int32" ? 1 : 255;
  const pixels = Uint8ClampedArray.from(ordered.dataSync(), (value) => Math.floor(value * scale));
  if (ordered !== image) ordered.dispose();
  return { width, height, channels, png: encodePng(new Uint8Array(pixels.buffer), width, height, channels) };
}

function sizes({ shape }: tf.Tensor, format: ImageFormat): [height: number, width: number, channels: number] {
  const [height = 0, width = 0, channels = 1] = format === "CHW" ? [shape[1], shape[2], shape[0]] : shape;
  if (shape.length !== format.length || channels < 1 || channels > 4) {
    throw new RangeError(
      `addImage got a tensor of shape [${shape}] as ${format}. Give height, width and 1 to 4 channels, in the order that \`dataformats\` says: HWC (default), CHW or HW.`,
    );
  }
  return [height, width, channels];
}
