import type { Run } from "../trainer/run.js";

/**
 * A moment of a Trainer's loops. `step`: a step of the module's is about to get a batch; `loss`: it gave one; `gradients`: a backward pass is
 * done; `weights`: an optimizer may have stepped; `metrics`: what was logged may have been brought up to date.
 */
export type Moment = "step" | "loss" | "gradients" | "weights" | "metrics";

/** @param value of `step`: the step's name; of `loss`: the loss. */
export type BatchWatch = (moment: Moment, run: Run, value?: unknown) => void;

/** Set while a debugger wants to stop at some batch; the loops tell it where they are. Null: nobody does. */
export const batchWatch: { at: BatchWatch | null } = { at: null };
