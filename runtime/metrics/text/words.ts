/** Text, or several texts. */
export type Texts = string | readonly string[];

export function textsOf(texts: Texts): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

/** The words of a text, as Python's `split`. */
export function words(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== "");
}

/** How many insertions, deletions and substitutions make one list of the other. */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, one] of a.entries()) {
    const row = [i + 1];
    for (const [j, other] of b.entries()) {
      const best = Math.min(previous[j] as number, previous[j + 1] as number, row[j] as number);
      row.push(one === other ? (previous[j] as number) : best + 1);
    }
    previous = row;
  }
  return previous.at(-1) as number;
}

/**
 * Each text and its references (torchmetrics/functional/text/helper.py, `_validate_inputs`).
 *
 * @throws when `target` is no list, or there are not as many lists of references as texts.
 */
export function withReferences(
  preds: Texts,
  target: readonly (string | readonly string[])[],
): { preds: readonly string[]; target: readonly (readonly string[])[] } {
  if (!Array.isArray(target)) {
    throw new TypeError(
      `\`target\` must be a list: of one text for each prediction, or of lists of texts; it is ${typeof target}. Put it in [ ].`,
    );
  }
  const texts = textsOf(preds);
  let references: readonly (readonly string[])[];
  if (target.every((one) => typeof one === "string")) {
    references = texts.length === 1 ? [target as readonly string[]] : (target as readonly string[]).map((one) => [one]);
  } else references = target.map((one) => (typeof one === "string" ? [one] : one));
  if (texts.length > 0 && references.every(({ length }) => length > 0) && references.length !== texts.length) {
    throw new RangeError(
      `There are ${texts.length} predictions and references for ${references.length}; there must be as many.`,
    );
  }
  return { preds: texts, target: references };
}

/** The scores of the sentences of a corpus. */
export function scoresOf({ constructor: { name } }: object, sentences: readonly number[]): number[] {
  if (sentences.length > 0) return [...sentences];
  throw new RangeError(`${name} has no sentences to give scores of. Call \`update\` first.`);
}
