import { alternatives } from "../errors.js";

/**
 * The safetensors format (huggingface/safetensors, 0.4 and later): 8 bytes with the header's length, a JSON header, and the tensors' bytes
 * without holes, little-endian. These functions know headers only; the bytes stay with the caller.
 */
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
}

export interface SafetensorsEntry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** First byte and the one after the last, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** Bytes of an element. */
export const DTYPE_BYTES = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type Dtype = keyof typeof DTYPE_BYTES;

export const LENGTH_BYTES = 8;

/** The reference implementation's limit. */
const MAX_HEADER_BYTES = 100_000_000;

/** What a file is not; the reader adds which file. */
export class SafetensorsError extends Error {
  override name = "SafetensorsError";
}

/** The header with its length before it, padded so that the data begins at a multiple of 8. The entries' bytes follow in their order. */
export function encodeHeader(
  metadata: Readonly<Record<string, string>>,
  entries: Iterable<readonly [name: string, dtype: Dtype, shape: readonly number[]]>,
): Uint8Array {
  let offset = 0;
  const described = [...entries].map(([name, dtype, shape]) => {
    const begin = offset;
    offset += sizeOf(shape) * DTYPE_BYTES[dtype];
    return [name, { dtype, shape, data_offsets: [begin, offset] }] as const;
  });
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries([["__metadata__", metadata], ...described])));
  const padded = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  if (padded > MAX_HEADER_BYTES) {
    throw new SafetensorsError(
      `what is not a tensor takes ${padded} bytes, and a safetensors file has room for ${MAX_HEADER_BYTES}. Keep large data as tensors or typed arrays.`,
    );
  }
  const bytes = new Uint8Array(LENGTH_BYTES + padded).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

/** How long the header is, when a file of this length can have it. */
export function headerLength(first: Uint8Array, fileBytes: number): number {
  if (first.length < LENGTH_BYTES) throw new SafetensorsError(`it has ${fileBytes} bytes, and a header alone has more`);
  const length = new DataView(first.buffer, first.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    throw new SafetensorsError(`its header would have ${length} bytes, more than the ${MAX_HEADER_BYTES} allowed`);
  if (Number(length) > fileBytes - LENGTH_BYTES)
    throw new SafetensorsError(`its header would have ${length} bytes, and the file has ${fileBytes}: it was cut off`);
  return Number(length);
}

/** @param dataBytes bytes of the file after its header. */
export function parseHeader(header: Uint8Array, dataBytes: number): SafetensorsHeader {
  const { __metadata__: metadata = {}, ...tensors } = parseJson(header);
  const texts = parseMetadata(metadata);
  const entries = new Map(Object.entries(tensors).map(([name, value]) => [name, parseEntry(name, value)]));
  checkNoHoles(entries, dataBytes);
  return { metadata: texts, entries };
}

function parseJson(header: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(header));
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new SafetensorsError("its header is not a JSON object");
}

function parseMetadata(metadata: unknown): Record<string, string> {
  if (isObject(metadata) && Object.values(metadata).every((value) => typeof value === "string"))
    return metadata as Record<string, string>;
  throw new SafetensorsError("its metadata are not texts by name");
}

function parseEntry(name: string, value: unknown): SafetensorsEntry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (typeof dtype !== "string" || !Object.hasOwn(DTYPE_BYTES, dtype))
    throw new SafetensorsError(
      `tensor \`${name}\` has the dtype ${JSON.stringify(dtype)}; it can be ${alternatives(Object.keys(DTYPE_BYTES))}`,
    );
  if (!areCounts(shape))
    throw new SafetensorsError(`tensor \`${name}\` has the shape ${JSON.stringify(shape)}, which is none`);
  const bytes = sizeOf(shape) * DTYPE_BYTES[dtype as Dtype];
  if (!areCounts(offsets) || offsets.length !== 2 || (offsets[1] as number) - (offsets[0] as number) !== bytes)
    throw new SafetensorsError(
      `tensor \`${name}\` has the offsets ${JSON.stringify(offsets)}; its shape [${shape}] in ${dtype} takes ${bytes} bytes`,
    );
  return { dtype: dtype as Dtype, shape, begin: offsets[0] as number, end: offsets[1] as number };
}

function checkNoHoles(entries: ReadonlyMap<string, SafetensorsEntry>, dataBytes: number): void {
  let end = 0;
  for (const [name, entry] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin !== end)
      throw new SafetensorsError(
        `tensor \`${name}\` begins at byte ${entry.begin}, and the one before it ends at ${end}`,
      );
    end = entry.end;
  }
  if (end !== dataBytes)
    throw new SafetensorsError(
      `its tensors take ${end} bytes, and ${dataBytes} follow the header: it was cut off or changed`,
    );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
