import type { StateDict } from "../checkpoint/stateful.js";
import type { LrScheduler } from "../optim/lrScheduler.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { LrFindMode } from "./lrFinder.js";

/** Takes an optimizer's learning rate from one end of a range to the other, a step at a time. */
export class LrRange implements LrScheduler {
  #lastEpoch = 0;
  #lr: number;

  constructor(
    readonly optimizer: Optimizer,
    private readonly mode: LrFindMode,
    private readonly minLr: number,
    private readonly maxLr: number,
    private readonly steps: number,
  ) {
    this.#lr = minLr;
    this.#set();
  }

  get lr(): number {
    return this.#lr;
  }

  step(): void {
    this.#lastEpoch++;
    const share = (this.#lastEpoch + 1) / this.steps;
    this.#lr =
      this.mode === "linear"
        ? this.minLr + share * (this.maxLr - this.minLr)
        : this.minLr * (this.maxLr / this.minLr) ** share;
    this.#set();
  }

  getLastLr(): readonly number[] {
    return this.optimizer.paramGroups.map(() => this.#lr);
  }

  stateDict(): StateDict {
    return { lastEpoch: this.#lastEpoch };
  }

  loadStateDict(state: StateDict): void {
    this.#lastEpoch = Number(state["lastEpoch"]);
  }

  #set(): void {
    for (const { options } of this.optimizer.paramGroups) options.lr = this.#lr;
  }
}
