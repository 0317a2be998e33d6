/** How often each run of `n` tokens occurs, for `n` from 1 to a largest; at `n - 1`. Tokens are joined by what none of them holds. */
export function ngramCounts(tokens: readonly string[], largest: number, separator: string): Map<string, number>[] {
  return Array.from({ length: largest }, (_, i) => {
    const counts = new Map<string, number>();
    for (let start = 0; start + i < tokens.length; start++) {
      const gram = tokens.slice(start, start + i + 1).join(separator);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
    return counts;
  });
}

/** How many occurrences two counts have in common. */
export function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [gram, count] of a) common += Math.min(count, b.get(gram) ?? 0);
  return common;
}

/** All occurrences. */
export function totalCount(counts: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** The larger count of each. */
export function largerCounts(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map(a);
  for (const [gram, count] of b) counts.set(gram, Math.max(count, counts.get(gram) ?? 0));
  return counts;
}
