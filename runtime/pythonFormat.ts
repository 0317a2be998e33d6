import { pythonFloat } from "./loggers/pythonFloat.js";

/** Python's format specification (docs.python.org/3/library/string.html#format-specification-mini-language), for numbers. */
const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnoxX%])?$/s;

/**
 * A number as Python's `format(value, spec)` writes it: `.2f`, `03d`, `.1e`, `,`.
 *
 * @param kind Python tells whole numbers (`int`) from others (`float`), JavaScript does not.
 * @throws when the specification is none, or not for this kind.
 */
export function pythonFormat(value: number, spec: string, kind: "int" | "float"): string {
  const match = SPEC.exec(spec);
  if (match === null) throw new RangeError(`\`${spec}\` is no format of a number.`);
  const [, fill, align, sign = "-", , alternate, zero, width = "0", grouping = "", precision, type = ""] = match;
  const style = { type, kind, grouping, precision, isAlternate: alternate !== undefined };
  const digits = digitsOf(Math.abs(value), style);
  const prefix =
    value < 0 || Object.is(value, -0) ? (kind === "int" && value === 0 ? "" : "-") : sign === "-" ? "" : sign;
  const padding = fill ?? (zero === undefined ? " " : "0");
  return pad(prefix, digits, Number(width), padding, align ?? (zero === undefined ? ">" : "="));
}

interface Style {
  readonly type: string;
  readonly kind: "int" | "float";
  readonly grouping: string;
  readonly precision: string | undefined;
  readonly isAlternate: boolean;
}

/** Whole numbers in the bases that Python has letters for. */
const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

function digitsOf(value: number, { type, kind, grouping, precision, isAlternate }: Style): string {
  const isWhole = kind === "int" && ["", "d", "n", "b", "o", "x", "X", "c"].includes(type);
  if (isWhole) {
    if (precision !== undefined) throw new RangeError("A format of a whole number takes no precision.");
    if (type === "c") return String.fromCodePoint(value);
    const base = BASES[type] ?? 10;
    const text = value.toString(base);
    const prefix = isAlternate && base !== 10 ? `0${type}` : "";
    return prefix + group(type === "X" ? text.toUpperCase() : text, grouping);
  }
  if (["b", "c", "d", "o", "x", "X"].includes(type))
    throw new RangeError(`\`${type}\` is a format of whole numbers, and this is none.`);
  const plain = floatText(value, type, precision === undefined ? null : Number(precision), isAlternate);
  const text = isAlternate ? withPoint(plain) : plain;
  const upper = type === "E" || type === "F" || type === "G" ? text.toUpperCase() : text;
  const [, whole = "", rest = ""] = /^(\d*)(.*)$/s.exec(upper) ?? [];
  return group(whole, grouping) + rest;
}

/** The alternate form (`#`) always has a point. */
function withPoint(text: string): string {
  return /^\d+(?=$|[e%])/.test(text) ? text.replace(/^\d+/, "$&.") : text;
}

/** @param keepsZeros at the end, which the general format leaves out. */
function floatText(value: number, type: string, precision: number | null, keepsZeros: boolean): string {
  if (type === "%") return `${floatText(value * 100, "f", precision, keepsZeros)}%`;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : "inf";
  switch (type) {
    case "f":
    case "F":
      return fixed(value, precision ?? 6);
    case "e":
    case "E":
      return exponential(value, precision ?? 6);
    case "":
      if (precision === null) return pythonFloat(value);
      return general(value, precision, true, keepsZeros);
    default:
      return general(value, precision ?? 6, false, keepsZeros);
  }
}

function fixed(value: number, precision: number): string {
  const digits = scaled(value, precision)
    .toString()
    .padStart(precision + 1, "0");
  const point = digits.length - precision;
  return precision === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
}

function exponential(value: number, precision: number): string {
  const { digits, exponent } = significant(value, precision + 1);
  const mantissa = precision === 0 ? digits : `${digits[0]}.${digits.slice(1)}`;
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** @param keepsPoint a number that is whole keeps one digit after its point: Python's format without a type. */
function general(value: number, precision: number, keepsPoint: boolean, keepsZeros: boolean): string {
  const figures = Math.max(precision, 1);
  const { exponent } = significant(value, figures);
  const isSmall = exponent >= -4 && exponent < figures - (keepsPoint && exponent === figures - 1 ? 1 : 0);
  const text = isSmall ? fixed(value, figures - 1 - exponent) : exponential(value, figures - 1);
  if (keepsZeros) return text;
  const short = text.replace(/(\.\d*?)0+(?=$|e)/, "$1").replace(/\.(?=$|e)/, "");
  return keepsPoint && isSmall && !short.includes(".") ? `${short}.0` : short;
}

/** The first decimal figures of a number, rounded as Python rounds, and the power of ten of the first one. */
function significant(value: number, figures: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: "0".repeat(figures), exponent: 0 };
  let exponent = Math.floor(Math.log10(value));
  for (;;) {
    const digits = scaled(value, figures - 1 - exponent).toString();
    if (digits.length === figures) return { digits, exponent };
    exponent += digits.length > figures ? 1 : -1;
  }
}

/** value · 10^places, rounded half to even in exact arithmetic. */
function scaled(value: number, places: number): bigint {
  const { mantissa, power } = binary(value);
  const ten = 10n ** BigInt(Math.abs(places));
  const numerator = mantissa * (power > 0 ? 2n ** BigInt(power) : 1n) * (places > 0 ? ten : 1n);
  const denominator = (power < 0 ? 2n ** BigInt(-power) : 1n) * (places < 0 ? ten : 1n);
  const whole = numerator / denominator;
  const rest = 2n * (numerator % denominator);
  return rest > denominator || (rest === denominator && whole % 2n === 1n) ? whole + 1n : whole;
}

/** A double as mantissa · 2^power. */
function binary(value: number): { mantissa: bigint; power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0
    ? { mantissa: fraction, power: -1074 }
    : { mantissa: fraction | 0x10000000000000n, power: exponent - 1075 };
}

function group(digits: string, separator: string): string {
  return separator === "" ? digits : digits.replace(/\B(?=(\w{3})+$)/g, separator);
}

function pad(prefix: string, digits: string, width: number, fill: string, align: string): string {
  const missing = Math.max(0, width - prefix.length - digits.length);
  switch (align) {
    case "<":
      return prefix + digits + fill.repeat(missing);
    case "=":
      return prefix + fill.repeat(missing) + digits;
    case "^":
      return fill.repeat(missing >> 1) + prefix + digits + fill.repeat(missing - (missing >> 1));
    default:
      return fill.repeat(missing) + prefix + digits;
  }
}
