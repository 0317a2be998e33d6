import type { Optimizer } from "../optimizer.js";
import { ReduceLROnPlateau } from "./reduceLrOnPlateau.js";
import { StatefulScheduler } from "./statefulScheduler.js";

/** @throws unless there are schedulers, all of this optimizer, and none that needs a metric. */
export function checkSchedulerList(
  owner: string,
  optimizer: Optimizer | undefined,
  schedulers: readonly StatefulScheduler[],
): void {
  if (schedulers.length === 0) throw new RangeError(`${owner} needs at least one scheduler, and its list is empty.`);
  for (const [i, scheduler] of schedulers.entries()) {
    if (!((scheduler as unknown) instanceof StatefulScheduler)) {
      throw new TypeError(`${owner}: what is at index ${i} of its list is no learning-rate scheduler.`);
    }
    if (scheduler instanceof ReduceLROnPlateau) {
      throw new RangeError(
        `${owner} does not support the ReduceLROnPlateau at index ${i}, whose step needs a metric. Give it to the Trainer beside the others.`,
      );
    }
    if (scheduler.optimizer !== optimizer) {
      throw new RangeError(
        `${owner}: the ${scheduler.constructor.name} at index ${i} is of another optimizer. All must be of the same one.`,
      );
    }
  }
}

/** Gives schedulers their states back, in order. */
export function loadSchedulers(schedulers: readonly StatefulScheduler[], states: unknown): void {
  if (!Array.isArray(states)) return;
  for (const [i, scheduler] of schedulers.entries()) if (states[i] !== undefined) scheduler.loadStateDict(states[i]);
}
