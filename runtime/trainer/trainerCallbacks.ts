import type { Callback } from "../callbacks/callback.js";
import { ModelSummary } from "../callbacks/modelSummary.js";
import { ProgressBar } from "../callbacks/progressBar.js";
import { RunRecorder } from "../callbacks/runRecorder.js";
import type { ResolvedOptions } from "./options.js";

/** The user's callbacks, and those that a run has by itself. */
export function trainerCallbacks({
  callbacks,
  enableProgressBar,
  enableModelSummary,
}: ResolvedOptions): readonly Callback[] {
  const has = (type: abstract new (...args: never[]) => Callback) =>
    callbacks.some((callback) => callback instanceof type);
  return [
    ...callbacks,
    ...(enableProgressBar && !has(ProgressBar) ? [new ProgressBar()] : []),
    ...(enableModelSummary && !has(ModelSummary) ? [new ModelSummary()] : []),
    new RunRecorder(),
  ];
}

/** The module's own callbacks take the place of the Trainer's of the same class; the recorder stays last, to write what the others did. */
export function joinCallbacks(trainers: readonly Callback[], modules: readonly Callback[]): readonly Callback[] {
  if (modules.length === 0) return trainers;
  const kept = trainers.filter((callback) => !modules.some((own) => own.constructor === callback.constructor));
  const isRecorder = (callback: Callback) => callback instanceof RunRecorder;
  return [...kept.filter((callback) => !isRecorder(callback)), ...modules, ...kept.filter(isRecorder)];
}
