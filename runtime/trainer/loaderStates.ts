import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import type { BatchSource } from "../core/loaders.js";
import { DataLoader } from "../data/dataLoader.js";
import type { BatchProgress } from "./progress.js";

/** The training loaders' places in their data, for those that can tell and go back to them. */
export class LoaderStates {
  #loaders: readonly BatchSource[] = [];
  #loaded: readonly StateDict[] = [];

  /** True when an epoch can go on in its middle as if it had not been interrupted. */
  get areComplete(): boolean {
    return this.#loaders.length > 0 && this.#loaders.every(isStateful);
  }

  /** @param loaders of this fit; those of a resumed one go to their places. */
  attach(loaders: readonly BatchSource[]): void {
    this.#loaders = loaders;
    const stateful = loaders.filter(isStateful);
    const states = this.#loaded;
    this.#loaded = [];
    if (states.length === 0) return;
    if (states.length !== stateful.length) {
      throw new Error(
        `There are ${stateful.length} training loaders with a state, but the checkpoint has ${states.length}. Give the loaders that were there when it was written.`,
      );
    }
    stateful.forEach((loader, i) => {
      loader.loadStateDict(states[i] as StateDict);
    });
  }

  /** @param batches of the epoch: a batch that is not done is taken again, and after the last one the loaders begin anew. */
  states({ isLastBatch, current }: BatchProgress): readonly StateDict[] {
    const isOpen = current.ready > current.processed;
    return this.#loaders
      .filter(isStateful)
      .map((loader) =>
        loader instanceof DataLoader
          ? loader.stateDict({ isOpen, isOver: isLastBatch && !isOpen })
          : loader.stateDict(),
      );
  }

  load(states: unknown): void {
    this.#loaded = Array.isArray(states) ? (states as readonly StateDict[]) : [];
  }
}

function isStateful<T extends object>(loader: T): loader is T & Stateful {
  return "stateDict" in loader && typeof loader.stateDict === "function" && "loadStateDict" in loader;
}
