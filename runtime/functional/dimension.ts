/**
 * The axis that a dimension means: negative ones count from the end.
 *
 * @throws when the tensor has no such dimension.
 */
export function axisOf(what: string, dim: number, rank: number): number {
  const dimensions = Math.max(rank, 1);
  if (Number.isInteger(dim) && dim >= -dimensions && dim < dimensions) return dim < 0 ? dim + dimensions : dim;
  throw new RangeError(
    `${what} got dim = ${dim}, and its input has ${rank} dimension${rank === 1 ? "" : "s"}: dim lies in [${-dimensions}, ${dimensions - 1}].`,
  );
}
