const UNITS = ["", " K", " M", " B", " T"];
const SCALES = [1, 1e-3, 1e-6, 1e-9, 1e-12];

/** A count as Lightning's summary writes it: `1.2 K`, `34.0 M`; three digits at most, and trillions beyond that. */
export function countText(count: number): string {
  const digits = count > 0 ? Math.floor(Math.log10(count)) + 1 : 1;
  const unit = Math.min(Math.max(Math.ceil(digits / 3), 1), UNITS.length) - 1;
  const scaled = count * (SCALES[unit] ?? 1);
  const number = unit === 0 || scaled >= 100 ? Math.trunc(scaled).toLocaleString("en-US") : oneDecimal(scaled);
  return `${number}${UNITS[unit] ?? ""}`;
}

/** Python rounds what lies in the middle, such as 1.25, to the even digit. */
function oneDecimal(value: number): string {
  const isMiddle = Number.isInteger(value * 4) && !Number.isInteger(value * 2);
  return isMiddle && Math.floor(value * 10) % 2 === 0 ? (Math.floor(value * 10) / 10).toFixed(1) : value.toFixed(1);
}
