import type { TensorBlock, TensorInfo } from "../protocol/debugApi.js";
import { ShownText } from "./shownText.js";
import { statisticsOfView } from "./tensorProperties.js";
import { histogramOf } from "./tensorStatistics.js";
import type { TensorValues, TensorView } from "./tensorView.js";

const BINS = 64;

/** A page of slices by the first dimension; of a list of numbers, of the numbers. */
export function slicesOf(view: TensorView, start: number, count: number): unknown[] {
  const wanted = Math.max(0, Math.min(count, (view.shape[0] ?? 0) - start));
  const indices = Array.from({ length: wanted }, (_, i) => start + i);
  return indices.map((i) => (view.shape.length > 1 ? view.slice(i) : new ShownText(view.elementText(i))));
}

/** A page of the values as they lie in memory. */
export function bytesIn(values: TensorValues, offset: number, count: number): Uint8Array {
  if (!ArrayBuffer.isView(values)) return new Uint8Array();
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).subarray(offset, offset + count);
}

/** What a view of a tensor begins with. @param text its line. */
export function tensorInfo(view: TensorView, text: string): TensorInfo {
  const { dtype, shape } = view;
  const statistics = statisticsOfView(view);
  const { min = null, max = null } = statistics ?? {};
  const histogram = min === null || max === null ? [] : histogramOf([view.values as Float32Array], min, max, BINS);
  return { text, dtype, shape, statistics, histogram };
}

export function blockOf(view: TensorView, begin: readonly number[], size: readonly number[]): TensorBlock {
  const values = view.block(begin, size);
  if (!ArrayBuffer.isView(values)) return { kind: "strings", values: values as readonly string[] };
  const numbers = view.width === 2 ? magnitudes(values as Float32Array) : Float32Array.from(values as Float32Array);
  return {
    kind: "numbers",
    data: Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString("base64"),
  };
}

/** JSON text, nested as the dimensions. NaN and the infinities, which JSON has not, are null. */
export function jsonOf(view: TensorView): string {
  if (view.shape.length === 0) return jsonElement(view, 0);
  const items = Array.from({ length: view.shape[0] ?? 0 }, (_, i) =>
    view.shape.length === 1 ? jsonElement(view, i) : jsonOf(view.slice(i)),
  );
  return `[${items.join(view.shape.length === 1 ? "," : ",\n")}]`;
}

function jsonElement(view: TensorView, index: number): string {
  const text = view.elementText(index);
  if (view.dtype === "complex64") return JSON.stringify(text);
  return /^(NaN|-?Infinity)$/.test(text) && view.dtype !== "string" ? "null" : text;
}

function magnitudes(pairs: Float32Array): Float32Array {
  return Float32Array.from({ length: pairs.length / 2 }, (_, i) =>
    Math.hypot(pairs[2 * i] ?? 0, pairs[2 * i + 1] ?? 0),
  );
}
