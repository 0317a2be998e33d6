/**
 * A setting or a program that cannot work, found before or while it runs. The message says what happened, why, and how to mend it.
 * The name is Lightning's.
 */
export class MisconfigurationException extends Error {
  override name = "MisconfigurationException";
}

/** The values that would have been right, as the end of a sentence: "`a`, `b` or `c`". */
export function alternatives(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/**
 * The nearest of `names` to a misspelt one, by edit distance; undefined when none is near.
 *
 * @param most letters that may differ; default: about a third of them.
 */
export function nearestName(given: string, names: readonly string[], most?: number): string | undefined {
  let best: string | undefined;
  let bestDistance = most === undefined ? Math.max(3, Math.ceil(given.length * 0.4)) : most + 1;
  for (const name of names) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous.at(-1) ?? 0;
}
