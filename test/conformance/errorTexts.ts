import type { GoldenException } from "./goldenCase.js";
import { sameMeaning } from "./meanings.js";
import { EXCEPTIONS, ourText } from "./names.js";
import type { Difference } from "./picture.js";

/** How an exception is shown in an event: the user's own text as it is; what the runtime or Lightning says by its meaning. */
export function errorText(value: unknown): string {
  const { type, message } = parseError(value);
  const meaning = sameMeaning(message);
  return meaning ?? (type === "Interruption" || type === "KeyboardInterrupt" ? "Interruption" : ourText(message));
}

function parseError(value: unknown): GoldenException {
  if (typeof value === "object" && value !== null && "error" in value) {
    const error = value.error as Error;
    return { type: error.name, message: error.message };
  }
  const [, type = "", message = ""] = /^(\w+): ([\s\S]*)$/.exec(String(value)) ?? [];
  return { type, message };
}

/** How an error differs from the one that was recorded in class or meaning; null: it does not. */
export function errorDifference(what: string, got: Error | null, wanted: GoldenException | null): Difference | null {
  const difference = errorClassDifference(what, got, wanted);
  if (difference !== null || got === null || wanted === null || got.name === "Interruption") return difference;
  const isSame = meaningOf(got.message) === meaningOf(wanted.message);
  return isSame ? null : { what: `${what}'s message`, expected: shown(wanted), got: got.message };
}

/** What JavaScript itself says when a program goes wrong: no text of the runtime's. */
const ENGINE = /^Cannot (?:read|set|destructure)|is not (?:a function|iterable|defined|a constructor)|^Class extends/;

/** How an error differs from the one that was recorded in its class alone; null: it does not. */
export function errorClassDifference(
  what: string,
  got: Error | null,
  wanted: GoldenException | null,
): Difference | null {
  if (got === null && wanted === null) return null;
  if (got === null || wanted === null) return { what, expected: shown(wanted), got: shown(got) };
  const classes = EXCEPTIONS.errors[wanted.type] ?? [wanted.type];
  if (classes.includes(got.name) && !ENGINE.test(got.message)) return null;
  return { what: `${what}'s class`, expected: `${classes.join(" or ")} (${shown(wanted)})`, got: shown(got) };
}

function shown(error: Error | GoldenException | null): string {
  if (error === null) return "no error";
  return `${error instanceof Error ? error.name : error.type}: ${error.message}`;
}

function meaningOf(message: string): string {
  return sameMeaning(message) ?? ourText(message);
}
