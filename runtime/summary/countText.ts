import { pythonFormat } from "../pythonFormat.js";

const UNITS = [" ", "K", "M", "B", "T"];
/** What a count is multiplied with to be in a unit: 10 ** -3, 10 ** -6, … as Python has them. */
const SCALES = [1, 1e-3, 1e-6, 1e-9, 1e-12];

/**
 * A count as Lightning's summary writes it: `12  `, `1.2 K`, `123 M`; at most three digits before the unit, and trillions beyond that
 * (`get_human_readable_count` in lightning/pytorch/utilities/model_summary/model_summary.py).
 */
export function countText(count: number): string {
  const digits = count > 0 ? Math.floor(Math.log10(count)) + 1 : 1;
  const unit = Math.min(Math.max(Math.ceil(digits / 3), 1), UNITS.length) - 1;
  const scaled = count * (SCALES[unit] as number);
  const number =
    unit === 0 || scaled >= 100 ? pythonFormat(Math.trunc(scaled), ",d", "int") : pythonFormat(scaled, ",.1f", "float");
  return `${number} ${UNITS[unit]}`;
}

/** Megabytes with three decimals and separators for thousands (`get_formatted_model_size`). */
export function megabytesText(megabytes: number): string {
  return pythonFormat(megabytes, ",.3f", "float");
}
