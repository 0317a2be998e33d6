import { shown } from "./metricOptions.js";

/** How a metric calls itself in an error. */
export interface Named {
  readonly constructor: { readonly name: string };
}

/** @throws when a value is none of those that are allowed. */
export function requireOneOf(metric: Named, name: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) throw wrong(metric, name, value, `one of ${allowed.map(shown).join(", ")}`);
}

export function requireWhole(metric: Named, name: string, value: unknown, least: number): void {
  if (!Number.isInteger(value) || (value as number) < least)
    throw wrong(metric, name, value, `a whole number of at least ${least}`);
}

/** A number between two others, both included. */
export function requireBetween(metric: Named, name: string, value: unknown, least: number, most: number): void {
  if (typeof value !== "number" || !(value >= least && value <= most)) {
    throw wrong(metric, name, value, `a number from ${least} to ${most}`);
  }
}

export function requireBoolean(metric: Named, name: string, value: unknown): void {
  if (typeof value !== "boolean") throw wrong(metric, name, value, "true or false");
}

/** The value of targets that do not count. */
export function requireIgnoreIndex(metric: Named, value: unknown): void {
  if (value !== null && !Number.isInteger(value)) throw wrong(metric, "ignoreIndex", value, "null or a whole number");
}

export function wrong(metric: Named, name: string, value: unknown, wanted: string): RangeError {
  return new RangeError(`\`${name}\` of ${metric.constructor.name} must be ${wanted}; it is ${shown(value)}.`);
}
