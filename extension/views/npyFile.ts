/** NumPy's names of the types of values. Strings have none. */
const DESCRIPTORS: Readonly<Record<string, string>> = { float32: "<f4", int32: "<i4", bool: "|b1", complex64: "<c8" };

/** What stands before the values in a `.npy` file, version 1.0 (numpy/lib/format.py). @returns null for a type that it cannot hold. */
export function npyHeader(dtype: string, shape: readonly number[]): Uint8Array | null {
  const descriptor = DESCRIPTORS[dtype];
  if (descriptor === undefined) return null;
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${lengths}), }`;
  // Magic, version and length are 10 bytes; the values begin at a multiple of 64.
  const length = 64 * Math.ceil((10 + text.length + 1) / 64) - 10;
  const padded = `${text.padEnd(length - 1)}\n`;
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, length & 0xff, length >> 8]),
    Buffer.from(padded, "latin1"),
  ]);
}
