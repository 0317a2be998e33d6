/** Vectors of all parameters' elements in double precision. */
export type FlatVector = Float64Array;

export function dot(a: FlatVector, b: FlatVector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** `a + factor · b`. */
export function plus(a: FlatVector, b: FlatVector, factor: number): FlatVector {
  return a.map((value, i) => value + factor * (b[i] as number));
}

export function times(a: FlatVector, factor: number): FlatVector {
  return a.map((value) => value * factor);
}

/** The largest size of an element. */
export function largestSize(a: FlatVector): number {
  return a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

export function sumOfSizes(a: FlatVector): number {
  return a.reduce((sum, value) => sum + Math.abs(value), 0);
}
