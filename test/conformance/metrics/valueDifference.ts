import type { Difference } from "../picture.js";
import { valueText } from "../picture.js";
import { plain } from "./floats.js";

/** How a value differs from the one that was recorded in float32; null: it does not. */
export function valueDifference(what: string, got: unknown, recorded: unknown): Difference | null {
  const wanted = plain(recorded);
  if (isNear(got, wanted)) return null;
  return { what, expected: valueText(wanted), got: valueText(got) };
}

function isNear(got: unknown, wanted: unknown): boolean {
  if (typeof wanted === "number") return areNear(only(got), wanted);
  if (Array.isArray(wanted)) {
    const all = Array.isArray(got) ? got : ArrayBuffer.isView(got) ? [...(got as Float64Array)] : [got];
    const list = all.length === 1 && Array.isArray(all[0]) && !Array.isArray(wanted[0]) ? all[0] : all;
    return list.length === wanted.length && wanted.every((one, i) => isNear(list[i], one));
  }
  if (typeof wanted !== "object" || wanted === null) return (got ?? null) === wanted;
  if (typeof got !== "object" || got === null) return false;
  const names = Object.keys(wanted);
  return (
    String(names) === String(Object.keys(got)) &&
    names.every((name) => isNear((got as Record<string, unknown>)[name], (wanted as Record<string, unknown>)[name]))
  );
}

/** torchmetrics takes dimensions of one entry off; here a list stays a list. */
function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? only(value[0]) : value;
}

function areNear(got: unknown, wanted: number): boolean {
  if (typeof got !== "number") return false;
  if (Object.is(got, wanted) || got === wanted) return true;
  return Math.abs(got - wanted) <= 1e-6 + 1e-5 * Math.abs(wanted);
}
