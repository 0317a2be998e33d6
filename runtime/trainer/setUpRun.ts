import { type Checkpoint, disposeCheckpoint } from "../checkpoint/checkpoint.js";
import { readCheckpoint } from "../checkpoint/checkpointFile.js";
import { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import {
  type ConfiguredOptimizers,
  type LrSchedulerConfig,
  parseConfiguredOptimizers,
} from "../optim/configuredOptimizers.js";
import { LightningOptimizer, type StepHooks } from "../optim/lightningOptimizer.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { TrainerFn } from "../protocol/runFile.js";
import { loggedHparams } from "./loggedHparams.js";
import { restoreModules, restoreTraining } from "./restoreCheckpoint.js";
import { callModuleMethod, type Run } from "./run.js";

/** What comes before the loops of a run, in Lightning's order: data, `setup`, the model, its optimizers, the hyperparameters. */
export async function setUpRun(run: Run, fn: TrainerFn, ckptPath: string | null): Promise<void> {
  const { hooks, sources } = run;
  await sources.datamodule?.prepareData?.();
  await callModuleMethod(run, "prepareData");
  await sources.datamodule?.setup?.(fn);
  await hooks.call("setup", fn);
  await callModuleMethod(run, "configureModel");
  const checkpoint = ckptPath === null ? null : openCheckpoint(run, ckptPath);
  try {
    if (checkpoint !== null) await restoreModules(run, checkpoint);
    // Until here what the run before logged is known.
    run.connector.clear();
    if (fn === "fit") {
      await configureOptimizers(run);
      await hooks.call("onFitStart");
    }
    logHyperparameters(run);
    if (checkpoint !== null && fn === "fit") restoreTraining(run, checkpoint);
  } finally {
    if (checkpoint !== null) disposeCheckpoint(checkpoint);
  }
  if (ckptPath !== null) {
    const what = fn === "fit" ? "Restored all states" : "Loaded model weights";
    run.trainer.print(`${what} from the checkpoint at ${ckptPath}`);
  }
}

function openCheckpoint({ trainer }: Run, path: string): Checkpoint {
  trainer.print(`Restoring states from the checkpoint path at ${path}`);
  return readCheckpoint(path);
}

async function configureOptimizers(run: Run): Promise<void> {
  const { module } = run;
  const configured = await callModuleMethod(run, "configureOptimizers");
  const { optimizers, lrSchedulers } = parseConfiguredOptimizers(
    configured as ConfiguredOptimizers,
    module.automaticOptimization,
  );
  if (module.automaticOptimization && module.lrSchedulerStep === LightningModule.prototype.lrSchedulerStep) {
    for (const { scheduler } of lrSchedulers) requireLrScheduler(scheduler);
  }
  attachOptimizers(run, optimizers, lrSchedulers);
}

/** The run's hooks are called around the optimizers' steps from now on. */
export function attachOptimizers(
  run: Run,
  optimizers: readonly Optimizer[],
  lrSchedulers: readonly Required<LrSchedulerConfig>[],
): void {
  const hooks = run.module.automaticOptimization ? automaticStepHooks(run) : manualStepHooks(run);
  run.optimizers = optimizers;
  run.lightningOptimizers = optimizers.map((optimizer) => new LightningOptimizer(optimizer, hooks));
  run.lrSchedulers = [...lrSchedulers];
}

/** In automatic optimization the loop counts the steps, whatever `optimizerStep` does. */
function automaticStepHooks(run: Run): StepHooks {
  const { hooks, options } = run;
  return {
    beforeStep: () => undefined,
    afterClosure(optimizer) {
      hooks.call("onBeforeOptimizerStep", optimizer);
      const { gradientClipVal, gradientClipAlgorithm } = options;
      callModuleMethod(run, "configureGradientClipping", optimizer, gradientClipVal, gradientClipAlgorithm);
    },
    afterStep: () => undefined,
  };
}

/** In manual optimization the user's code steps the optimizers. */
function manualStepHooks({ hooks, progress: { manualSteps } }: Run): StepHooks {
  return {
    beforeStep: () => manualSteps.ready(),
    afterClosure: (optimizer) => void hooks.call("onBeforeOptimizerStep", optimizer),
    afterStep: () => manualSteps.completed(),
  };
}

function logHyperparameters({ trainer, module, options, sources: { datamodule } }: Run): void {
  if (trainer.loggers.length === 0 || !options.enableAutologHparams) return;
  const hparams = loggedHparams(module, datamodule);
  for (const logger of trainer.loggers) {
    if (hparams !== null) logger.logHyperparams(hparams);
    logger.logGraph(module);
    logger.save();
  }
}

/** @throws when only the user's own `lrSchedulerStep` could step it. */
function requireLrScheduler(scheduler: object): void {
  if ("getLastLr" in scheduler) return;
  throw new MisconfigurationException(
    `The lr scheduler ${scheduler.constructor.name} has no \`getLastLr\`, so it is none that the Trainer knows how to step. Define it, or override \`lrSchedulerStep\` in the module.`,
  );
}
