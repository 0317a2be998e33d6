import { sameMeaning } from "../meanings.js";
import type { Difference } from "../picture.js";

/** A warning of Lightning's that is not said here; null: each is. One whose counterpart is not in the table may be said in any words. */
export function warningDifference(
  messages: readonly string[],
  warnings: readonly { readonly text: string }[],
): Difference | null {
  const said = messages.map(sameMeaning);
  const missing = warnings.find(({ text }) => {
    const meaning = sameMeaning(text);
    return meaning === null ? messages.length === 0 : !said.includes(meaning);
  });
  if (missing === undefined) return null;
  return {
    what: "warning",
    expected: missing.text,
    got: messages.length === 0 ? "nothing said" : messages.join(" | "),
  };
}
