/** A value with the seven digits that float32 holds. */
export function valueText(value: number): string {
  return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(7)));
}

/** At a scale's end: four digits. */
export function shortText(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** `9 633 792`. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}
