import { Optimizer } from "../optimizer.js";

/** @throws TypeError when a scheduler is given something else than an optimizer. */
export function requireOptimizer(scheduler: string, optimizer: unknown): void {
  if (optimizer instanceof Optimizer) return;
  const given =
    typeof optimizer === "object" && optimizer !== null ? `a ${optimizer.constructor.name}` : String(optimizer);
  throw new TypeError(
    `${scheduler} needs an optimizer, and it got ${given}. Give it the one whose learning rate is to change.`,
  );
}
