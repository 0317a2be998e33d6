import type { GoldenMessage } from "./goldenCase.js";
import { sameMeaning } from "./meanings.js";
import { ourPath, ourText } from "./names.js";
import { UNSAID } from "./notApplicable.js";
import type { Difference } from "./picture.js";

/** A message that one side says and the other does not; null: there is none. What only this runtime has to say is not compared. */
export function messageDifference(
  received: readonly string[],
  golden: readonly GoldenMessage[],
  folder: string,
): Difference | null {
  const wanted = golden.flatMap(({ text }) => (UNSAID.some(({ message }) => message.test(text)) ? [] : [text.trim()]));
  const said = new Set(received.map((text) => key(text.trim(), folder)));
  const missing = wanted.find((text) => !said.has(key(text, folder)));
  if (missing !== undefined) return { what: "messages", expected: missing, got: "not said" };
  const expected = new Set(wanted.map((text) => key(text, folder)));
  const surplus = received.find((text) => isKnown(text) && !expected.has(key(text.trim(), folder)));
  return surplus === undefined ? null : { what: "messages", expected: "not said", got: surplus };
}

/** The meaning of a message, or its text with our names. */
function key(text: string, folder: string): string {
  const path = text.replaceAll(folder, "$TMP");
  return sameMeaning(path) ?? ourText(path).split(" ").map(ourPath).join(" ");
}

function isKnown(text: string): boolean {
  return sameMeaning(text) !== null || text.startsWith("`Trainer.fit` stopped");
}
