const SIGN = 2 ** 31;

/** Places that fit beside a float32's bits into a double. */
const MOST = 2 ** 21;

/** The places of values in rising order, equal values in that of their places: by a plain sort of numbers, which is quick. */
export function sortedPlaces(values: Float32Array): ArrayLike<number> {
  if (values.length > MOST) {
    return Int32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  }
  // 0 and -0 are the same.
  const bits = new Uint32Array(values.map((value) => (value === 0 ? 0 : value)).buffer);
  const keys = new Float64Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    const raw = bits[i] as number;
    keys[i] = (raw >= SIGN ? SIGN * 2 - 1 - raw : raw + SIGN) * MOST + i;
  }
  return keys.sort().map((key) => key % MOST);
}
