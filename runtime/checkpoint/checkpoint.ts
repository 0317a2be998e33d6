import type { StateDict } from "./stateful.js";

/** A run's state as one value, under Lightning's keys (camelCased); hooks may add their own. */
export interface Checkpoint {
  epoch: number;
  globalStep: number;
  stateDict: StateDict;
  [key: string]: unknown;
}
