import type { Parameter } from "../nn/parameter.js";
import { LightningOptimizer } from "./lightningOptimizer.js";
import type { Optimizer } from "./optimizer.js";

/** Which optimizer of several has the gradients for itself, and what the parameters needed before. */
export class ToggledOptimizer {
  #before = new Map<Parameter, boolean>();

  /** @param all the optimizers of the run; what their parameters need is remembered anew. */
  toggle(chosen: LightningOptimizer | Optimizer, all: readonly Optimizer[]): void {
    this.#before = new Map(all.flatMap((one) => one.parameters()).map((one) => [one, one.requiresGrad]));
    for (const parameter of this.#before.keys()) parameter.requiresGrad = false;
    for (const parameter of plain(chosen).parameters()) {
      parameter.requiresGrad = this.#before.get(parameter) ?? parameter.requiresGrad;
    }
  }

  /** Gives the parameters of the other optimizers back what they needed. */
  untoggle(chosen: LightningOptimizer | Optimizer, all: readonly Optimizer[]): void {
    for (const parameter of all.flatMap((one) => (one === plain(chosen) ? [] : one.parameters()))) {
      parameter.requiresGrad = this.#before.get(parameter) ?? parameter.requiresGrad;
    }
    this.#before = new Map();
  }
}

function plain(optimizer: LightningOptimizer | Optimizer): Optimizer {
  return optimizer instanceof LightningOptimizer ? optimizer.optimizer : optimizer;
}
