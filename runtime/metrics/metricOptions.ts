import { alternatives, nearestName } from "../errors.js";

/** Options of every metric. There is one process here: the first three are taken so that programs move over unchanged, and change nothing. */
export interface MetricOptions {
  readonly distSyncOnStep?: boolean;
  readonly syncOnCompute?: boolean;
  readonly computeOnCpu?: boolean;
  /** Remembers what `compute` gave until the next update; default true. */
  readonly computeWithCache?: boolean;
}

const COMMON: Readonly<Required<MetricOptions>> = {
  distSyncOnStep: false,
  syncOnCompute: true,
  computeOnCpu: false,
  computeWithCache: true,
};

/** @throws when an option of every metric is no boolean. */
export function commonOptions(metric: string, given: MetricOptions): Required<MetricOptions> {
  requireOptions(metric, given);
  const options = { ...COMMON };
  for (const name of Object.keys(COMMON) as (keyof MetricOptions)[]) {
    const value: unknown = given[name] ?? COMMON[name];
    if (typeof value !== "boolean") {
      throw new RangeError(`\`${name}\` of ${metric} must be true or false; it is ${shown(value)}.`);
    }
    options[name] = value;
  }
  return options;
}

/**
 * What was given, with the defaults for what was not. A default of `undefined` says that the option exists and is needed or has none.
 *
 * @throws when they are no object, or an option is unknown.
 */
export function completed<T extends object>(metric: string, given: object, defaults: T): T {
  requireOptions(metric, given);
  const options: T = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (name in defaults) {
      if (value !== undefined) options[name as keyof T] = value as T[keyof T];
    } else if (!(name in COMMON)) throw unknownOption(metric, name, Object.keys(defaults));
  }
  return options;
}

function requireOptions(metric: string, given: unknown): void {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  throw new TypeError(`${metric} takes its options by name, in an object: \`{ … }\`; it was given ${shown(given)}.`);
}

function unknownOption(metric: string, given: string, known: readonly string[]): RangeError {
  const near = nearestName(given, known);
  const hint =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : known.length === 0
        ? "It has none of its own."
        : `Its options are ${alternatives(known)}.`;
  return new RangeError(`${metric} has no option \`${given}\`. ${hint}`);
}

/** A value in an error's text. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return `a ${value.constructor?.name ?? "Object"}`;
  return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
}
