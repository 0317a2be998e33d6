import type { Stage, TrainerFn } from "../protocol/runFile.js";

/** Where a Trainer is: what it was asked to do, the stage that it is in, and how far it got. */
export interface TrainerState {
  status: "initializing" | "running" | "finished" | "interrupted";
  fn: TrainerFn | null;
  stage: Stage | null;
}
