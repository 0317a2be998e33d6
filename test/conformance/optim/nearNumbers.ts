import type { Difference } from "../picture.js";

/** How far a number may be off: absolutely, and as a share of what it should be. */
export const FLOAT32 = 1e-5;
export const FLOAT64 = 1e-10;
/**
 * Weights and gradients of a quasi-Newton method, which divides by differences of nearly equal float32 gradients: torch's own runs in float32 are off
 * by as much from those in float64. Their losses are as near as others'.
 */
export const QUASI_NEWTON = 4e-3;

/** How numbers in lists differ from the recorded ones, the first that does; `None` is null. Tensors are compared by their values in order. */
export function numbersDifference(what: string, got: unknown, wanted: unknown, tolerance: number): Difference | null {
  const [ours, theirs] = [flat(got), flat(wanted)];
  const length = Math.max(ours.length, theirs.length);
  for (let i = 0; i < length; i++) {
    if (!isNear(ours[i], theirs[i], tolerance)) {
      return { what: length > 1 ? `${what}, element ${i}` : what, expected: String(theirs[i]), got: String(ours[i]) };
    }
  }
  return null;
}

function isNear(got: unknown, wanted: unknown, tolerance: number): boolean {
  if (typeof got !== "number" || typeof wanted !== "number") return got === wanted;
  if (Object.is(got, wanted) || got === wanted) return true;
  return Math.abs(got - wanted) <= tolerance * (1 + Math.abs(wanted));
}

function flat(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (ArrayBuffer.isView(value)) return [...(value as Float32Array)];
  return [value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value];
}
