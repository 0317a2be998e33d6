import { ModelCheckpoint } from "../callbacks/modelCheckpoint.js";
import { OnExceptionCheckpoint } from "../callbacks/onExceptionCheckpoint.js";
import { youngest } from "../checkpoint/checkpointFolder.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "./trainer.js";

/** What a run was asked to begin from. */
export interface CheckpointRequest {
  /** A path, "best" or "last"; null: nothing was said. */
  readonly path: string | null;
  /** False: the run uses the module of the one before. */
  readonly isModelGiven: boolean;
}

export interface CheckpointChoice {
  /** Null: the run begins from none. */
  readonly path: string | null;
  /** The user set `trainer.ckptPath`: it stays. */
  readonly isUsers: boolean;
}

/**
 * Which checkpoint a run begins from.
 *
 * @throws when it was asked for one that there is not.
 */
export function chooseCheckpoint(
  trainer: Trainer,
  fn: TrainerFn,
  request: CheckpointRequest,
  before: CheckpointChoice,
): CheckpointChoice {
  if (before.isUsers && request.path === null) return before;
  if (before.isUsers) {
    console.warn(
      `\`trainer.ckptPath = "${before.path}"\` was set but then you passed \`trainer.${fn}(…, { ckptPath: "${request.path}" })\`. The latter will be loaded.`,
    );
  }
  return { path: chosenPath(trainer, fn, request), isUsers: false };
}

function chosenPath(trainer: Trainer, fn: TrainerFn, request: CheckpointRequest): string | null {
  const saved = trainer.callbacks.filter((callback) => callback instanceof OnExceptionCheckpoint);
  const path = request.path ?? impliedCheckpoint(fn, request.isModelGiven, saved.length > 0);
  switch (path) {
    case null:
      return null;
    case "best":
      return bestCheckpoint(trainer, fn);
    case "last":
      return lastCheckpoint(trainer, fn, saved);
    case "":
      throw new RangeError(
        `\`.${fn}()\` found no path for the best weights: "". Please specify a path for a checkpoint: \`{ ckptPath: PATH }\`.`,
      );
    default:
      return path;
  }
}

/** What is meant when nothing was said; it is said aloud. */
function impliedCheckpoint(fn: TrainerFn, isModelGiven: boolean, savesOnException: boolean): "best" | "last" | null {
  const isResume = savesOnException && fn === "fit";
  if (!isResume && isModelGiven) return null;
  const other =
    savesOnException && !isResume
      ? " There is also an on-exception checkpoint available, however it is used by default only when fitting."
      : "";
  console.warn(
    `\`.${fn}({ ckptPath: null })\` was called without a model. The ${isResume ? "last" : "best"} model of the previous \`fit\` call will be used.${other} ` +
      `You can pass \`.${fn}(…, { ckptPath: "best" })\` to use the best model or \`.${fn}(…, { ckptPath: "last" })\` to use the last model. ` +
      "If you pass a value, this warning will be silenced.",
  );
  return isResume ? "last" : "best";
}

function bestCheckpoint(trainer: Trainer, fn: TrainerFn): string {
  const [callback, ...others] = trainer.checkpointCallbacks;
  if (others.length > 0) {
    console.warn(
      `\`.${fn}({ ckptPath: "best" })\` is called with Trainer configured with multiple \`ModelCheckpoint\` callbacks. It will use the best checkpoint path from first checkpoint callback.`,
    );
  }
  if (callback === undefined)
    throw new RangeError(
      `\`.${fn}({ ckptPath: "best" })\` is set but \`ModelCheckpoint\` is not configured. Add one to \`callbacks\`, or give a path.`,
    );
  const path = callback instanceof ModelCheckpoint ? callback.bestModelPath : "";
  if (path !== "") return path;
  if (trainer.fastDevRun > 0)
    throw new RangeError(
      `You cannot execute \`.${fn}({ ckptPath: "best" })\` with \`fastDevRun: true\`, which saves none. Please pass an exact checkpoint path to \`.${fn}({ ckptPath: … })\`.`,
    );
  throw new RangeError(
    `\`.${fn}({ ckptPath: "best" })\` is set but \`ModelCheckpoint\` is not configured to save the best model: it has saved none. Call \`fit\` first, or give a path.`,
  );
}

function lastCheckpoint(trainer: Trainer, fn: TrainerFn, saved: readonly OnExceptionCheckpoint[]): string | null {
  const candidates = [
    ...saved.map(({ ckptPath }) => ckptPath),
    ...trainer.checkpointCallbacks.flatMap((callback) =>
      callback instanceof ModelCheckpoint ? callback.findLast(trainer) : [],
    ),
  ];
  const path = youngest(candidates);
  if (path === null)
    console.warn(
      `\`.${fn}({ ckptPath: "last" })\` is set, but there is no last checkpoint available. No checkpoint will be loaded. HINT: Set \`new ModelCheckpoint({ saveLast: true })\`.`,
    );
  return path;
}
