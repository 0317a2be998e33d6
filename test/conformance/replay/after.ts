import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Callback } from "../../../runtime/callbacks/callback.js";
import type { Trainer } from "../../../runtime/trainer/trainer.js";
import { EXCEPTIONS } from "../names.js";
import type { ReplayModule } from "./replayModule.js";

/** The state after a call, under the names of the records. */
export type After = Readonly<Record<string, unknown>>;

export function stateAfter(trainer: Trainer, module: ReplayModule, folder: string): After {
  const files = filesBelow(folder);
  return {
    current_epoch: trainer.currentEpoch,
    global_step: trainer.globalStep,
    should_stop: trainer.shouldStop,
    status: trainer.state.status,
    stage: trainer.state.stage,
    callback_metrics: { ...trainer.callbackMetrics },
    logged_metrics: { ...trainer.loggedMetrics },
    progress_bar_metrics: { ...trainer.progressBarMetrics },
    num_training_batches: trainer.numTrainingBatches,
    num_val_batches: [...trainer.numValBatches],
    val_check_batch: trainer.valCheckBatch,
    weights: module.weights(),
    module_training: module.training,
    callbacks: callbackStates(trainer.callbacks),
    files: files.map(({ path, target }) => ({ path, ...(target !== undefined && { symlink: target }) })),
    text_files: Object.fromEntries(
      files.flatMap(({ path }) =>
        /\.(csv|yaml)$/.test(path) ? [[path, readFileSync(join(folder, path), "utf8")]] : [],
      ),
    ),
  };
}

/** Of which callbacks the records have what. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  EarlyStopping: ["stoppedEpoch", "waitCount", "bestScore", "stoppingReason", "stoppingReasonMessage"],
  ModelCheckpoint: [
    ...["stateKey", "bestModelPath", "bestModelScore", "lastModelPath", "kthBestModelPath", "kthValue"],
    ...["bestKModels", "currentScore"],
  ],
  LearningRateMonitor: ["lrs", "lastMomentumValues", "lastWeightDecayValues"],
};

function callbackStates(callbacks: readonly Callback[]): Record<string, unknown> {
  const states: Record<string, unknown> = {};
  for (const callback of callbacks) {
    const { name } = callback.constructor;
    const fields = STATES[name];
    if (fields === undefined) continue;
    const values = callback as unknown as Readonly<Record<string, unknown>>;
    const state = Object.fromEntries(fields.map((field) => [field, plain(values[field])]));
    // There may be several ModelCheckpoints: the records have a list of them.
    states[name] = name === "ModelCheckpoint" ? [...((states[name] as unknown[]) ?? []), state] : state;
  }
  return states;
}

function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  // A later call changes the callback's own.
  return typeof value === "object" && value !== null ? structuredClone(value) : value;
}

interface FoundFile {
  readonly path: string;
  readonly target?: string;
}

/** Every file below a folder, sorted; those that only this runtime writes are left out. */
export function filesBelow(folder: string): FoundFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => !lstatSync(path).isDirectory())
    .map((path) => ({
      path: relative(folder, path).split(sep).join("/"),
      ...(lstatSync(path).isSymbolicLink() && { target: readlinkSync(path) }),
    }))
    .filter(({ path }) => !EXCEPTIONS.files.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
