import { readFileSync } from "node:fs";
import { maskedCrc32c } from "../../../../runtime/loggers/tensorboard/crc32c.js";

/** A message as its fields in order: numbers for varints and doubles, bytes for the rest. */
export type Decoded = readonly (readonly [field: number, value: number | bigint | Uint8Array])[];

/** The records of an event file, each with its checksums proved. */
export function recordsOf(path: string): Uint8Array[] {
  const file = readFileSync(path);
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const data = file.subarray(at + 12, at + 12 + length);
    if (file.readUInt32LE(at + 8) !== maskedCrc32c(file.subarray(at, at + 8)))
      throw new Error("wrong checksum of a length");
    if (file.readUInt32LE(at + 12 + length) !== maskedCrc32c(data)) throw new Error("wrong checksum of a record");
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** The least of a protocol buffer reader. */
export function decode(bytes: Uint8Array): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: [number, number | bigint | Uint8Array][] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    switch (tag & 7) {
      case 0:
        fields.push([field, BigInt.asIntN(64, varint())]);
        break;
      case 1:
        fields.push([field, view.getFloat64(at, true)]);
        at += 8;
        break;
      case 2: {
        const length = Number(varint());
        fields.push([field, bytes.subarray(at, at + length)]);
        at += length;
        break;
      }
      case 5:
        fields.push([field, view.getFloat32(at, true)]);
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
  return fields;
}

/** The values of a field along a path of field numbers through messages. */
export function at(bytes: Uint8Array, ...path: readonly number[]): (number | bigint | Uint8Array)[] {
  const [field, ...rest] = path;
  const values = decode(bytes).flatMap(([number, value]) => (number === field ? [value] : []));
  return rest.length === 0 ? values : values.flatMap((value) => at(value as Uint8Array, ...rest));
}

export function textAt(bytes: Uint8Array, ...path: readonly number[]): string[] {
  return at(bytes, ...path).map((value) => new TextDecoder().decode(value as Uint8Array));
}
