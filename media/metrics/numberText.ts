/** A logged value with four significant digits: `0.4123`, `1.2e-5`, `12,345`. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) return exponent(value, 3);
  return value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(4, Math.ceil(Math.log10(size + 1))) });
}

/** A value at the side of a chart, with the decimals that its distance to the next one needs. */
export function tickText(value: number, distance: number): string {
  const digits = decimals(distance);
  const size = Math.max(Math.abs(value), distance);
  return size >= 1e5 || digits > 5 ? exponent(value, 5) : value.toFixed(digits);
}

/** A value at the side of a logarithmic chart: as short as can be. */
export function logTickText(value: number): string {
  return value >= 1e5 || value < 1e-3 ? exponent(value, 5) : String(Number(value.toPrecision(6)));
}

function decimals(distance: number): number {
  return Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9), fraction(distance));
}

/** Decimals of a number as it is written: 2 for 0.25. */
function fraction(value: number): number {
  return String(Number(value.toPrecision(6))).split(".")[1]?.length ?? 0;
}

/** A place at the bottom of a chart: `800`, `12k`, `1.5M`. */
export function placeText(place: number): string {
  const size = Math.abs(place);
  if (size >= 1e6) return `${Number((place / 1e6).toPrecision(6))}M`;
  if (size >= 1e4) return `${Number((place / 1e3).toPrecision(6))}k`;
  return String(Number(place.toPrecision(6)));
}

function exponent(value: number, digits: number): string {
  return Number(value.toPrecision(digits)).toExponential().replace("e+", "e");
}
