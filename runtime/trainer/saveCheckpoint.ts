import { tf } from "../backend/tf.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { writeCheckpoint } from "../checkpoint/checkpointFile.js";
import { isSavable } from "../checkpoint/checkpointJson.js";
import { parkState, unparkState } from "../checkpoint/parkedState.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Awaitable } from "../core/hooks.js";
import { packageVersion } from "../packageFolder.js";
import { generator } from "../random.js";
import type { Run } from "./run.js";

/** What a fit leaves behind for a checkpoint that is written after it. */
export interface OptimizationState {
  readonly optimizerStates: readonly StateDict[];
  readonly lrSchedulers: readonly StateDict[];
}

/**
 * Writes everything that a run has as one file, with Lightning's hooks in their order. Without asynchronous hooks the file is there when this
 * returns, also for a hook of the user's that does not wait for it.
 *
 * @param weightsOnly leaves out what only resuming needs.
 */
export function saveCheckpoint(run: Run, path: string, weightsOnly: boolean): Promise<void> {
  const engine = tf.engine();
  engine.startScope();
  let saved: Awaitable<void>;
  try {
    saved = save(run, path, weightsOnly);
  } catch (error) {
    saved = Promise.reject(error);
  }
  if (saved instanceof Promise) return saved.finally(() => engine.endScope());
  engine.endScope();
  return Promise.resolve();
}

function save(run: Run, path: string, weightsOnly: boolean): Awaitable<void> {
  const checkpoint = dumpCheckpoint(run, weightsOnly);
  const hooks = callSaveHooks(run, checkpoint, weightsOnly);
  if (hooks instanceof Promise) return hooks.then(() => writeCheckpoint(path, checkpoint));
  return writeCheckpoint(path, checkpoint);
}

function callSaveHooks({ hooks }: Run, checkpoint: Checkpoint, weightsOnly: boolean): Awaitable<unknown> {
  const first = weightsOnly ? undefined : hooks.callCallbacks("onSaveCheckpoint", "allCallbacks", checkpoint);
  if (first instanceof Promise) return first.then(() => hooks.callModule("onSaveCheckpoint", checkpoint));
  return hooks.callModule("onSaveCheckpoint", checkpoint);
}

/** The tensors are the live ones. */
function dumpCheckpoint(run: Run, weightsOnly: boolean): Checkpoint {
  const { module, trainer, sources } = run;
  const checkpoint: Checkpoint = {
    epoch: trainer.currentEpoch,
    globalStep: trainer.globalStep,
    lightningRuntimeVersion: packageVersion(),
    stateDict: { ...module.stateDict() },
    loops: loopStates(run),
  };
  if (!weightsOnly) Object.assign(checkpoint, { callbacks: callbackStates(run) }, optimizationState(run));
  addHyperparameters(checkpoint, "hyperParameters", module.hparams);
  addHyperparameters(checkpoint, "datamoduleHyperParameters", sources.datamodule?.hparams ?? {});
  const datamoduleState = sources.datamodule?.stateDict?.();
  if (sources.datamodule !== null && isFilled(datamoduleState))
    checkpoint[sources.datamodule.constructor.name] = datamoduleState;
  return checkpoint;
}

/** The optimizers' and schedulers' state, kept when their tensors go at the end of a fit. */
export function parkOptimization(run: Run): OptimizationState {
  return parkState({
    optimizerStates: run.optimizers.map((optimizer) => optimizer.stateDict()),
    lrSchedulers: run.lrSchedulers.map(({ scheduler }) => scheduler.stateDict()),
  });
}

function optimizationState(run: Run): OptimizationState {
  if (run.parked !== null) return unparkState(run.parked);
  return {
    optimizerStates: run.optimizers.map((optimizer) => optimizer.stateDict()),
    lrSchedulers: run.lrSchedulers.map(({ scheduler }) => scheduler.stateDict()),
  };
}

/** How far the loops got. The generator's state stands with them: what they draw next depends on it. */
function loopStates(run: Run): Record<string, StateDict> {
  const { progress } = run;
  const { validate, test, predict } = progress.evaluations;
  return {
    fitLoop: { ...progress.stateDict(), ...accumulatedGradients(run) },
    validateLoop: { stateDict: {}, batchProgress: validate.stateDict() },
    testLoop: { stateDict: {}, batchProgress: test.stateDict() },
    predictLoop: { stateDict: {}, batchProgress: predict.stateDict() },
    random: { ...generator.stateDict(), replacesMathRandom: Math.random === generator.random },
  };
}

/** Gradients that wait for those of the next batches. */
function accumulatedGradients({ module, progress, trainer }: Run): StateDict {
  if (!progress.goesOnInEpoch || progress.batches.current.ready % trainer.accumulateGradBatches === 0) return {};
  const gradients = module.namedParameters().map(([name, { grad }]) => [name, grad] as const);
  return { "epochLoop.gradients": Object.fromEntries(gradients.filter(([, grad]) => grad !== null)) };
}

function callbackStates({ trainer }: Run): Record<string, StateDict> {
  const states = trainer.callbacks.map((callback) => [callback.stateKey, callback.stateDict?.()] as const);
  return Object.fromEntries(states.filter((entry): entry is [string, StateDict] => isFilled(entry[1])));
}

/** Hyperparameters may be anything; what is no plain data, such as a function, is left out. */
function addHyperparameters(
  checkpoint: Checkpoint,
  key: "hyperParameters" | "datamoduleHyperParameters",
  hparams: Readonly<Record<string, unknown>>,
): void {
  const savable = Object.entries(hparams).filter(([name, value]) => {
    if (isSavable(value)) return true;
    warnUnsavable(name);
    return false;
  });
  if (savable.length > 0) checkpoint[key] = Object.fromEntries(savable);
}

const warned = new Set<string>();

function warnUnsavable(name: string): void {
  if (warned.has(name)) return;
  warned.add(name);
  console.warn(
    `The hyperparameter \`${name}\` is no plain data and is left out of checkpoints. Give it again to \`loadFromCheckpoint\`, or leave it out of \`saveHyperparameters\`.`,
  );
}

function isFilled(state: StateDict | undefined): state is StateDict {
  return state !== undefined && Object.keys(state).length > 0;
}
