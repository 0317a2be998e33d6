/**
 * @param optimizer its class's name, for the text.
 * @throws RangeError for an option that is negative or not a number.
 */
export function checkNotNegative(optimizer: string, options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (!(value >= 0)) throw new RangeError(`${optimizer}: \`${name}\` is ${value}; it must be 0 or larger.`);
  }
}

/** @throws RangeError for decay rates outside of [0, 1). */
export function checkBetas(optimizer: string, betas: readonly [number, number]): void {
  if (!betas.every((beta) => beta >= 0 && beta < 1)) {
    throw new RangeError(`${optimizer}: \`betas\` is [${betas}]; both must lie in [0, 1).`);
  }
}
