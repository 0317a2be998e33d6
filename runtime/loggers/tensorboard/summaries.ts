import type { Histogram } from "./histogram.js";
import { bytes, double, type Field, float, integer, message, nested, packedDoubles, text } from "./protobuf.js";

const DT_STRING = 7;

/** A `Summary.Value` with a number. */
export function scalarSummary(tag: string, value: number): Field {
  return nested(1, text(1, tag), float(2, value));
}

/** A text for the text panel. */
export function textSummary(tag: string, value: string): Field {
  const tensor = message(integer(1, DT_STRING), nested(2, nested(2, integer(1, 1))), text(8, value));
  return nested(1, text(1, `${tag}/text_summary`), pluginMetadata("text"), bytes(8, tensor));
}

export interface EncodedImage {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly png: Uint8Array;
}

export function imageSummary(tag: string, { width, height, channels, png }: EncodedImage): Field {
  const image = message(integer(1, height), integer(2, width), integer(3, channels), bytes(4, png));
  return nested(1, text(1, tag), bytes(4, image));
}

export function histogramSummary(tag: string, histogram: Histogram): Field {
  const { min, max, count, sum, sumOfSquares, limits, counts } = histogram;
  return nested(
    1,
    text(1, tag),
    nested(
      5,
      double(1, min),
      double(2, max),
      double(3, count),
      double(4, sum),
      double(5, sumOfSquares),
      packedDoubles(6, limits),
      packedDoubles(7, counts),
    ),
  );
}

/** A record that a plugin of TensorBoard reads: its data are in the metadata. */
export function pluginSummary(tag: string, plugin: string, content: Uint8Array): Field {
  return nested(1, text(1, tag), pluginMetadata(plugin, content));
}

function pluginMetadata(plugin: string, content?: Uint8Array): Field {
  return nested(9, nested(1, text(1, plugin), ...(content === undefined ? [] : [bytes(2, content)])));
}
