import type { Optimizer } from "../optimizer.js";

interface MomentumOptions {
  momentum?: number;
  betas?: readonly number[];
}

/** What a scheduler cycles beside the rate: `betas` for their first, or `momentum`. @throws when the optimizer has neither. */
export function momentumOption(scheduler: string, optimizer: Optimizer): "betas" | "momentum" {
  if ("betas" in optimizer.defaults) return "betas";
  if ("momentum" in optimizer.defaults) return "momentum";
  throw new RangeError(
    `${scheduler}: ${optimizer.constructor.name} has neither \`momentum\` nor \`betas\` to cycle. Give \`cycleMomentum: false\`.`,
  );
}

/** @param momenta one for each parameter group. */
export function setMomenta(optimizer: Optimizer, useBeta1: boolean, momenta: readonly number[]): void {
  optimizer.paramGroups.forEach(({ options }, i) => {
    const group = options as MomentumOptions;
    const momentum = momenta[i] as number;
    if (useBeta1) group.betas = [momentum, ...(group.betas ?? []).slice(1)];
    else group.momentum = momentum;
  });
}
