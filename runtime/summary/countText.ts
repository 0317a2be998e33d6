const UNITS = [" ", "K", "M", "B", "T"];

/** A count as Lightning's summary writes it: `1.2 K`, `34 M`; three digits at most (`get_human_readable_count`). */
export function countText(count: number): string {
  const digits = count > 0 ? Math.floor(Math.log10(count)) + 1 : 1;
  const groups = Math.min(Math.ceil(digits / 3), UNITS.length);
  const scaled = count * 10 ** (-3 * (groups - 1));
  const unit = UNITS[groups - 1] as string;
  return groups < 2 || scaled >= 100
    ? `${Math.trunc(scaled).toLocaleString("en-US")} ${unit}`
    : `${scaled.toFixed(1)} ${unit}`;
}

/** Megabytes with three decimals and separators for thousands. */
export function megabytesText(megabytes: number): string {
  return megabytes.toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 });
}
