import { EXCEPTIONS } from "../names.js";
import type { Difference } from "../picture.js";

export interface GoldenMetricError {
  readonly type: string;
  readonly message: string;
}

/** What JavaScript itself says when a program goes wrong: no text of the runtime's. */
const ENGINE =
  /^Cannot (?:read|set|destructure)|is not (?:a function|iterable|defined|a constructor)|Invalid array length|call stack/;

/** How an error differs in class from the one that was recorded; null: it does not. A wrong value or shape is a RangeError here, whatever there. */
export function metricErrorDifference(
  what: string,
  got: Error | null,
  wanted: GoldenMetricError | null,
): Difference | null {
  if (got === null && wanted === null) return null;
  const shown = (error: Error | GoldenMetricError | null) =>
    error === null ? "no error" : `${error instanceof Error ? error.name : error.type}: ${error.message}`;
  if (got === null || wanted === null) return { what, expected: shown(wanted), got: shown(got) };
  const classes = ["RangeError", "Error", "TypeError", ...(EXCEPTIONS.errors[wanted.type] ?? [])];
  const isOurs = classes.includes(got.name) && !ENGINE.test(got.message);
  return isOurs ? null : { what, expected: shown(wanted), got: shown(got) };
}

/** What a call throws; null: nothing. */
export function thrownBy(call: () => void): Error | null {
  try {
    call();
    return null;
  } catch (error) {
    return error as Error;
  }
}
