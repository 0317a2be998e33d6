import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import type { Optimizer } from "./optimizer.js";

/** Changes an optimizer's learning rates over time; the Trainer steps it every epoch or every optimizer step. */
export interface LrScheduler extends Stateful {
  readonly optimizer: Optimizer;
  /** @param metric what ReduceLROnPlateau watches; the others take none. */
  step(metric?: number): void;
  getLastLr(): readonly number[];
  stateDict(): StateDict;
  loadStateDict(state: StateDict): void;
}

/** lr = initial lr · gamma^⌊epoch / stepSize⌋ (torch.optim.lr_scheduler.StepLR). */
export class StepLR implements LrScheduler {
  #lastEpoch = 0;

  /** @param options.gamma default 0.1. */
  constructor(
    readonly optimizer: Optimizer,
    private readonly options: { readonly stepSize: number; readonly gamma?: number },
  ) {}

  step(): void {
    this.#lastEpoch++;
    if (this.#lastEpoch % this.options.stepSize !== 0) return;
    for (const group of this.optimizer.paramGroups) group.options.lr *= this.options.gamma ?? 0.1;
  }

  getLastLr(): readonly number[] {
    return this.optimizer.paramGroups.map((group) => group.options.lr);
  }

  stateDict(): StateDict {
    return { lastEpoch: this.#lastEpoch };
  }

  loadStateDict(state: StateDict): void {
    this.#lastEpoch = Number(state["lastEpoch"]);
  }
}
