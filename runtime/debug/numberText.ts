/** A number in a line: at least three digits that count, and all those before the point. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(Math.max(3, Math.floor(Math.log10(Math.abs(value))) + 1))));
}

/** A value with the seven digits that float32 holds. */
export function valueText(value: number): string {
  if (Object.is(value, -0)) return "-0";
  return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(7)));
}

/** `9 633 792`. Without a regular expression, which is a side effect to V8: other debuggers show nothing then. */
export function countText(count: number): string {
  const digits = String(count);
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end));
  return groups.join(" ");
}

/** `12.3 MB`; units of 1000. */
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const unit = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return `${shortNumber(bytes / 1000 ** unit)} ${units[unit]}`;
}
