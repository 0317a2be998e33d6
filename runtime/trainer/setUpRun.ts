import { type ConfiguredOptimizers, parseConfiguredOptimizers } from "../optim/configuredOptimizers.js";
import type { TrainerFn } from "../protocol/runFile.js";
import { callModuleMethod, type Run } from "./run.js";

/** What comes before the loops of a run, in Lightning's order: data, `setup`, the model, its optimizers, the hyperparameters. */
export async function setUpRun(run: Run, fn: TrainerFn): Promise<void> {
  const { module, hooks, sources } = run;
  await sources.datamodule?.prepareData?.();
  await callModuleMethod(run, "prepareData");
  await sources.datamodule?.setup?.(fn);
  await hooks.call("setup", fn);
  await callModuleMethod(run, "configureModel");
  if (fn === "fit") {
    await configureOptimizers(run);
    module.train();
    await hooks.call("onFitStart");
  }
  logHyperparameters(run);
}

async function configureOptimizers(run: Run): Promise<void> {
  const { module, hooks, trainer } = run;
  const configured = await callModuleMethod(run, "configureOptimizers");
  const { optimizers, lrSchedulers } = parseConfiguredOptimizers(configured as ConfiguredOptimizers);
  run.optimizers = optimizers;
  run.lrSchedulers = lrSchedulers;
  if (module.automaticOptimization) return;
  // In manual optimization the user's code steps the optimizers.
  for (const optimizer of optimizers) {
    optimizer.observe({
      beforeStep: () => hooks.call("onBeforeOptimizerStep", optimizer),
      afterStep: () => trainer.countOptimizerStep(),
    });
  }
}

function logHyperparameters({ trainer, module, sources: { datamodule } }: Run): void {
  const hparams = {
    ...(module.logsHyperparameters ? module.hparamsInitial : {}),
    ...(datamodule?.logsHyperparameters ? datamodule.hparams : {}),
  };
  for (const logger of trainer.loggers) {
    logger.logHyperparams(hparams);
    logger.save();
  }
}
