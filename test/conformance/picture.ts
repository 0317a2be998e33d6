/** Values as text with seven digits, keys sorted, errors by their text. */
export function valueText(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string") return isNumberName(value) ? value : value.replaceAll("\r\n", "⏎");
  if (value === undefined || value === null) return "null";
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(", ")}]`;
  if (ArrayBuffer.isView(value)) return valueText([...(value as unknown as Iterable<unknown>)]);
  if (typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([name, inner]) => `${name}: ${valueText(inner)}`).join(", ")}}`;
  }
  return String(value);
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : String(value);
}

function isNumberName(text: string): boolean {
  return text === "NaN" || text === "Infinity" || text === "-Infinity";
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** True for texts that are the same but for numbers which are as near as float32 allows. */
export function isNear(received: string, expected: string): boolean {
  if (received === expected) return true;
  if (received.replace(NUMBER, "#") !== expected.replace(NUMBER, "#")) return false;
  const wanted = numbersIn(expected);
  return numbersIn(received).every((value, i) => {
    const want = wanted[i] as number;
    const tolerance = Number.isInteger(want) && Number.isInteger(value) ? 0 : 1e-6 + 1e-5 * Math.abs(want);
    return Math.abs(value - want) <= tolerance;
  });
}

function numbersIn(text: string): number[] {
  return (text.match(NUMBER) ?? []).map(Number);
}

/** The first of some lines that differ, or null when all are near. */
export function firstDifference(
  what: string,
  received: readonly string[],
  expected: readonly string[],
): Difference | null {
  const length = Math.max(received.length, expected.length);
  for (let i = 0; i < length; i++) {
    const [got, wanted] = [received[i], expected[i]];
    if (got !== undefined && wanted !== undefined && isNear(got, wanted)) continue;
    return { what: length > 1 ? `${what} ${i}` : what, expected: wanted ?? "nothing more", got: got ?? "nothing more" };
  }
  return null;
}

/** What is compared, where, and how it differs. */
export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}
