const UNITS = ["", " K", " M", " B", " T"];

/** A count as Lightning's summary writes it: `1.2 K`, `34 M`; three digits at most. */
export function countText(count: number): string {
  const digits = count > 0 ? Math.floor(Math.log10(count)) + 1 : 1;
  const groups = Math.min(Math.ceil(digits / 3), UNITS.length);
  const scaled = count / 1000 ** (groups - 1);
  const number = groups < 2 || scaled >= 100 ? Math.trunc(scaled).toLocaleString("en-US") : scaled.toFixed(1);
  return `${number}${UNITS[groups - 1] ?? ""}`;
}
