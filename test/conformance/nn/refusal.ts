import type { Difference } from "../picture.js";
import type { GoldenError } from "./nnCase.js";

/** What JavaScript or TensorFlow.js say when a program goes wrong by accident: not a text of the runtime's. */
const ACCIDENT =
  /^Cannot (?:read|set|destructure)|is not (?:a function|iterable|defined|a constructor)|^The runtime's nn has no|^Error in |^Argument /;

/** How an error differs from the recorded one: the same point, our own words, the same numbers; null: it does not. */
export function refusalDifference(
  got: Error | null,
  wanted: GoldenError | null,
  facts: Facts = new Set(),
): Difference | null {
  if (got === null && wanted === null) return null;
  const shown = (error: Error | GoldenError | null) =>
    error === null ? "no error" : `${error instanceof Error ? error.name : error.type}: ${error.message}`;
  if (got === null || wanted === null || ACCIDENT.test(got.message)) {
    return { what: "error", expected: shown(wanted), got: shown(got) };
  }
  const missing = unnamedNumber(got.message, wanted.message, facts);
  return missing === null
    ? null
    : { what: "numbers in the error", expected: `${missing}, as in: ${wanted.message}`, got: got.message };
}

/** The numbers that a case is about: arguments, and lengths of inputs. */
export type Facts = ReadonlySet<number>;

/** All numbers in arguments and shapes of a case. */
export function factsOf(...values: readonly unknown[]): Facts {
  return new Set(values.flatMap(numbersOf));
}

function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

/** Words of torch's whose numbers count dimensions, or describe the layer and not what is wrong with its input. */
const ASIDES = [
  /optional 0 dim batch size/,
  /Expected \d+ to \d+ dimensions/,
  /expected to be in range of \[-?\d+, -?\d+\]/,
  /Supported combinations[\s\S]*/,
  /Given (?:groups|transposed)=\d+, weight of size \[[^\]]*\]/,
];

/** A number of the case that torch's text names and ours does not; null: there is none. */
export function unnamedNumber(ours: string, theirs: string, facts: Facts): number | null {
  const said = new Set(numbersIn(ours));
  const bare = ASIDES.reduce((text, aside) => text.replace(aside, ""), theirs);
  return numbersIn(bare).find((number) => facts.has(number) && !said.has(number)) ?? null;
}

/** The numbers of a text; `2x5` are two, and `4D`, `mat1` and `#1` are none. */
function numbersIn(text: string): number[] {
  const apart = text.replace(/(?<=\d)x(?=-?\d)/g, " ");
  return (apart.match(/(?<![\w#.])-?\d+(?:\.\d+)?(?![\w])/g) ?? []).map(Number);
}
