import { MisconfigurationException } from "../errors.js";
import type { Optimizer } from "../optim/optimizer.js";

/** An optimizer, and the name that was given beside its scheduler. */
export interface NameableOptimizer {
  readonly optimizer: Optimizer;
  readonly name: string | null;
}

/** Names for the groups of optimizers, each a list: `lr-SGD`, `lr-SGD-1`, `lr-Adam/pg1`, `lr-Adam/backbone`. */
export function groupNames(optimizers: readonly NameableOptimizer[]): string[][] {
  const seen = new Map<string, number>();
  return optimizers.map(({ optimizer, name }) => {
    const type = optimizer.constructor.name;
    if (name === null) seen.set(type, (seen.get(type) ?? 0) + 1);
    const count = seen.get(type) ?? 0;
    const base = `${name ?? `lr-${type}`}${count > 1 ? `-${count - 1}` : ""}`;
    return suffixed(base, optimizer);
  });
}

function suffixed(base: string, { paramGroups }: Optimizer): string[] {
  const names = paramGroups.map(({ name }, i) => name ?? (paramGroups.length > 1 ? `pg${i + 1}` : null));
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) {
    throw new MisconfigurationException(
      `A single optimizer cannot have several parameter groups with the same \`name\`, and ${base} has several \`${twice[0]}\`. Name them differently.`,
    );
  }
  return names.map((name) => (name === null ? base : `${base}/${name}`));
}
