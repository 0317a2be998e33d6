import type { Parameter } from "../nn/parameter.js";
import { LightningOptimizer } from "./lightningOptimizer.js";
import type { Optimizer } from "./optimizer.js";

/** Which optimizer of several has the gradients for itself, and what the others' parameters needed before. */
export class ToggledOptimizer {
  readonly #before = new Map<Parameter, boolean>();

  toggle(chosen: LightningOptimizer | Optimizer, all: readonly Optimizer[]): void {
    const optimizer = chosen instanceof LightningOptimizer ? chosen.optimizer : chosen;
    for (const parameter of all.flatMap((one) => one.parameters())) {
      if (this.#before.has(parameter)) continue;
      this.#before.set(parameter, parameter.requiresGrad);
      parameter.requiresGrad = false;
    }
    for (const parameter of optimizer.parameters()) {
      parameter.requiresGrad = this.#before.get(parameter) ?? parameter.requiresGrad;
    }
  }

  untoggle(): void {
    for (const [parameter, requiresGrad] of this.#before) parameter.requiresGrad = requiresGrad;
    this.#before.clear();
  }
}
