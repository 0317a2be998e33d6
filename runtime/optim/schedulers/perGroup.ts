import type { Optimizer } from "../optimizer.js";
import { requireOptimizer } from "./requireOptimizer.js";

/**
 * An option as one value for each parameter group.
 *
 * @throws for a list that is not as long as there are groups.
 */
export function perGroup<T>(owner: string, name: string, optimizer: Optimizer, value: T | readonly T[]): T[] {
  requireOptimizer(owner, optimizer);
  const { paramGroups } = optimizer;
  if (!Array.isArray(value)) return paramGroups.map(() => value as T);
  if (value.length === paramGroups.length) return [...value];
  throw new RangeError(
    `${owner}: \`${name}\` has ${value.length} values, and the optimizer ${paramGroups.length} parameter groups. Give one for each, or one for all.`,
  );
}
