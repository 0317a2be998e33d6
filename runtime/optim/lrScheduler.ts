import type { Stateful } from "../checkpoint/stateful.js";
import type { Optimizer } from "./optimizer.js";

/** What the Trainer needs of a learning-rate scheduler, which it steps every epoch or every optimizer step. */
export interface LrScheduler extends Stateful {
  readonly optimizer: Optimizer;
  /** @param metric what ReduceLROnPlateau watches; the others take none. */
  step(metric?: number): void;
  getLastLr(): readonly number[];
}
