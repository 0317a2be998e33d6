import { errorProgram } from "../errors/errorPrograms.js";
import { notHere } from "../errors/notHere.js";
import { warningDifference } from "../errors/warningDifference.js";
import { errorClassDifference } from "../errorTexts.js";
import type { GoldenException } from "../goldenCase.js";
import type { Outcome } from "../outcome.js";
import { captureMessages } from "../replay/messages.js";

/** A mistake, and what Lightning says to it. The program that makes the mistake is known by the case's name and text. */
export interface ErrorCase {
  readonly name: string;
  readonly what: string;
  readonly exception: GoldenException | null;
  readonly warnings: readonly { readonly category: string; readonly text: string }[];
}

export function isErrorCase(value: unknown): value is ErrorCase {
  return typeof value === "object" && value !== null && "what" in value && "exception" in value && "warnings" in value;
}

/** The mistake is refused with an error of the same class, or is allowed and warned of. Texts are the runtime's own. */
export async function runErrorCase(error: ErrorCase): Promise<Outcome> {
  const { name, what } = error;
  const reason = notHere(error);
  if (reason !== null) return { kind: "notApplicable", name, reason };
  const program = errorProgram(error);
  if (program === null) {
    return { kind: "failed", name, difference: { what: "program", expected: `one that does: ${what}`, got: "none" } };
  }
  let exception: Error | null = null;
  const messages = await captureMessages(async () => {
    try {
      await program();
    } catch (thrown) {
      exception = thrown as Error;
    }
  });
  const difference =
    errorClassDifference("exception", exception, error.exception) ?? warningDifference(messages, error.warnings);
  return difference === null ? { kind: "passed", name } : { kind: "failed", name, difference };
}
