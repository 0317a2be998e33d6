import type { StateDict } from "../checkpoint/stateful.js";
import type { Parameter } from "../nn/parameter.js";
import type { Optimizer } from "./optimizer.js";

/** What the Trainer does around a step of an optimizer. */
export interface StepHooks {
  beforeStep(): void;
  /** The gradients are there, the parameters have not moved yet. */
  afterClosure(optimizer: Optimizer): void;
  afterStep(): void;
}

/** An optimizer as `this.optimizers()` and `optimizerStep` give it: its steps run the hooks, and in manual optimization they are counted. */
export class LightningOptimizer {
  constructor(
    readonly optimizer: Optimizer,
    private readonly hooks: StepHooks,
  ) {}

  get paramGroups(): Optimizer["paramGroups"] {
    return this.optimizer.paramGroups;
  }

  /** The first group's learning rate. */
  get lr(): number {
    return this.optimizer.lr;
  }

  parameters(): Parameter[] {
    return this.optimizer.parameters();
  }

  /**
   * Moves the parameters by their gradients.
   *
   * @param closure computes the loss and its gradients; called first.
   */
  step<T>(closure?: () => T): T | undefined {
    const { optimizer, hooks } = this;
    hooks.beforeStep();
    const result = optimizer.step(() => {
      const value = closure?.();
      hooks.afterClosure(optimizer);
      return value;
    });
    hooks.afterStep();
    return result;
  }

  zeroGrad(): void {
    this.optimizer.zeroGrad();
  }

  stateDict(): StateDict {
    return this.optimizer.stateDict();
  }

  loadStateDict(state: StateDict): void {
    this.optimizer.loadStateDict(state);
  }
}
