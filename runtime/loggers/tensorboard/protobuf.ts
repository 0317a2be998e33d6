/** A field of a protocol buffer message, encoded with its tag. */
export type Field = Uint8Array;

const utf8 = new TextEncoder();

/** A message: its fields one after the other. */
export function message(...fields: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let offset = 0;
  for (const field of fields) {
    bytes.set(field, offset);
    offset += field.length;
  }
  return bytes;
}

/** A whole number or an enumeration's value. */
export function integer(number: number, value: number): Field {
  return message(tag(number, 0), varint(BigInt(value)));
}

export function bool(number: number, value: boolean): Field {
  return integer(number, value ? 1 : 0);
}

export function double(number: number, value: number): Field {
  return message(tag(number, 1), doubleBytes([value]));
}

export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return message(tag(number, 5), bytes);
}

/** Several doubles in one field. */
export function packedDoubles(number: number, values: readonly number[]): Field {
  return bytes(number, doubleBytes(values));
}

export function text(number: number, value: string): Field {
  return bytes(number, utf8.encode(value));
}

/** Bytes, or a message in a message. */
export function bytes(number: number, value: Uint8Array): Field {
  return message(tag(number, 2), varint(BigInt(value.length)), value);
}

/** A message of these fields in a message. */
export function nested(number: number, ...fields: readonly Field[]): Field {
  return bytes(number, message(...fields));
}

function tag(number: number, wireType: 0 | 1 | 2 | 5): Uint8Array {
  return varint(BigInt((number << 3) | wireType));
}

/** Seven bits a byte, the lowest first; negative numbers take ten bytes. */
function varint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const encoded: number[] = [];
  while (rest > 127n) {
    encoded.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  encoded.push(Number(rest));
  return Uint8Array.from(encoded);
}

function doubleBytes(values: readonly number[]): Uint8Array {
  const encoded = new Uint8Array(8 * values.length);
  const view = new DataView(encoded.buffer);
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return encoded;
}
