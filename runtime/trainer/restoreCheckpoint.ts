import type { tf } from "../backend/tf.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { StateDict } from "../checkpoint/stateful.js";
import { MisconfigurationException } from "../errors.js";
import { generator } from "../random.js";
import type { Run } from "./run.js";

/** Gives a checkpoint's state to the module, the data module and the callbacks, in Lightning's order. */
export async function restoreModules(run: Run, checkpoint: Checkpoint): Promise<void> {
  const { module, hooks, sources } = run;
  await hooks.callModule("onLoadCheckpoint", checkpoint);
  module.loadStateDict(checkpoint.stateDict, { strict: module.strictLoading ?? true });
  const { datamodule } = sources;
  const datamoduleState = datamodule === null ? undefined : checkpoint[datamodule.constructor.name];
  if (datamoduleState !== undefined) datamodule?.loadStateDict?.(datamoduleState as StateDict);
  if (checkpoint.callbacks !== undefined) await restoreCallbacks(run, checkpoint, checkpoint.callbacks);
}

/** Gives a fit its progress, its optimizers and schedulers, and the random generator the state that it had. */
export function restoreTraining(run: Run, { loops, optimizerStates, lrSchedulers }: Checkpoint): void {
  const { progress, trainer } = run;
  const fitLoop = loops?.["fitLoop"];
  if (fitLoop !== undefined) {
    progress.loadStateDict(fitLoop);
    progress.restart.begin(progress, trainer.maxSteps !== -1);
    const gradients = (fitLoop["epochLoop.gradients"] ?? {}) as Readonly<Record<string, tf.Tensor>>;
    for (const [name, parameter] of run.module.namedParameters())
      if (gradients[name] !== undefined) parameter.accumulateGrad(gradients[name]);
  }
  if (trainer.maxEpochs !== -1 && trainer.currentEpoch > trainer.maxEpochs) {
    throw new MisconfigurationException(
      `You restored a checkpoint with currentEpoch=${trainer.currentEpoch}, but you have set Trainer({ maxEpochs: ${trainer.maxEpochs} }). ` +
        "Set it higher to train on, or validate and test with this checkpoint instead.",
    );
  }
  if (optimizerStates === undefined || lrSchedulers === undefined) throw onlyWeights();
  run.optimizers.forEach((optimizer, i) => {
    const state = optimizerStates[i];
    if (state !== undefined) optimizer.loadStateDict(state);
  });
  run.lrSchedulers.forEach(({ scheduler }, i) => {
    const state = lrSchedulers[i];
    if (state !== undefined) scheduler.loadStateDict(state);
  });
  restoreGenerator(loops?.["random"]);
}

async function restoreCallbacks(
  { hooks, trainer }: Run,
  checkpoint: Checkpoint,
  states: Readonly<Record<string, StateDict>>,
): Promise<void> {
  const keys = trainer.callbacks.map((callback) => callback.stateKey);
  const missing = Object.keys(states).filter((key) => !keys.includes(key));
  if (missing.length > 0) {
    console.warn(
      "Be aware that when using `ckptPath`, callbacks used to create the checkpoint need to be provided during `Trainer` instantiation. " +
        `Please add the following callbacks: ${missing.join(", ")}.`,
    );
  }
  await hooks.callCallbacks("onLoadCheckpoint", "allCallbacks", checkpoint);
  for (const callback of trainer.callbacks) {
    const state = states[callback.stateKey];
    if (state !== undefined && Object.keys(state).length > 0) callback.loadStateDict?.(state);
  }
}

/** A run that was seeded draws on as if it had not been interrupted. */
function restoreGenerator(state: StateDict | undefined): void {
  if (state === undefined) return;
  generator.loadStateDict(state);
  if (state["replacesMathRandom"] === true) Math.random = generator.random;
}

function onlyWeights(): Error {
  return new Error(
    "Trying to restore optimizer state but checkpoint contains only the model. This is probably due to `ModelCheckpoint({ saveWeightsOnly: true })`. " +
      "Resume from a checkpoint with everything, or load the weights with `loadFromCheckpoint` and begin a new fit.",
  );
}
