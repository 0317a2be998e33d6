/**
 * Python tells 1 from 1.0, which JSON's numbers lose, and by it torch tells whole numbers from floats. Whole numbers with a point are kept as
 * text, `"#1.0"`; NaN and the infinities are recorded as text.
 */
export function withFloats(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    const isFloat = !token.startsWith('"') && /[.eE]/.test(token);
    return isFloat && Number.isInteger(Number(token)) ? `"#${token}"` : token;
  });
}

/** True for a number, or one that is kept as text. */
export function isNumeric(value: unknown): value is number | string {
  if (typeof value === "number") return true;
  return typeof value === "string" && /^(?:NaN|-?Infinity|#.+)$/.test(value);
}

/** True for a number that torch has as a float. */
export function isFloat(value: unknown): boolean {
  return isNumeric(value) && (typeof value === "string" || !Number.isInteger(value));
}

/** The number that is kept as text. */
export function numberOf(value: number | string): number {
  return typeof value === "string" ? Number(value.replace(/^#/, "")) : value;
}

/** A recorded value with numbers for those that are kept as text. */
export function plain(value: unknown): unknown {
  if (isNumeric(value)) return numberOf(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
