import { invalidLimit } from "./optionErrors.js";

/**
 * A number of batches or a share of them. JavaScript does not tell 1 from 1.0, so a whole number of 1 or more counts batches, a
 * number between 0 and 1 is a share, and all of them is the default or "1.0".
 */
export type Limit =
  | { readonly kind: "count"; readonly batches: number }
  | { readonly kind: "fraction"; readonly share: number };

export const ALL: Limit = { kind: "fraction", share: 1 };

/** True for a limit of 0. */
export function isNone(limit: Limit): boolean {
  return (limit.kind === "count" ? limit.batches : limit.share) === 0;
}

/** A limit as the user may write it. Text with a decimal point, such as "1.0" or "0.5", is a share. */
export function parseLimit(name: string, value: unknown): Limit {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number") throw invalidLimit(name, value);
  const isShare = typeof value === "string" ? value.includes(".") : number > 0 && number < 1;
  if (isShare && number >= 0 && number <= 1) return { kind: "fraction", share: number };
  if (!isShare && Number.isInteger(number) && number >= 0) return { kind: "count", batches: number };
  throw invalidLimit(name, value);
}
