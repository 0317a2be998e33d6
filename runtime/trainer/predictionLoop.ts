import { tf } from "../backend/tf.js";
import { MisconfigurationException } from "../errors.js";
import { BatchFetcher, tensorsIn } from "./batchFetcher.js";
import { limitedBatches } from "./dataSources.js";
import { Breather, callModuleMethod, type Run, transferBatch } from "./run.js";

/** Goes once through the prediction loaders and collects what `predictStep` gives; tensors are kept for the caller. */
export async function runPrediction(run: Run): Promise<unknown[]> {
  const { hooks, module, sources, options } = run;
  if (
    module.predictStep === undefined &&
    module.forward === Object.getPrototypeOf(Object.getPrototypeOf(module)).forward
  ) {
    throw new MisconfigurationException(
      "`Trainer.predict` requires a `forward` or `predictStep` method to run. Define one.",
    );
  }
  const loaders = await hooks.within("predictDataloader", () => sources.load("predictDataloader"));
  const wasTraining = module.modules().map((part) => [part, part.training] as const);
  if (module.onPredictModelEval === undefined) module.eval();
  else hooks.callModule("onPredictModelEval");
  await hooks.call("onPredictStart");
  await hooks.call("onPredictEpochStart");
  const predictions: unknown[][] = [];
  for (const [index, loader] of loaders.entries()) {
    const fetcher = new BatchFetcher(loader, limitedBatches(loader, options.limitPredictBatches, "predictDataloader"));
    predictions.push(await predictLoader(run, fetcher, loaders.length > 1 ? [index] : []));
  }
  await hooks.call("onPredictEpochEnd");
  await hooks.call("onPredictEnd");
  for (const [part, training] of wasTraining) part.setMode(training);
  return predictions.length === 1 ? (predictions[0] ?? []) : predictions;
}

async function predictLoader(run: Run, fetcher: BatchFetcher, which: readonly number[]): Promise<unknown[]> {
  const { hooks, module } = run;
  const breather = new Breather();
  const predictions: unknown[] = [];
  for (let batchIdx = 0; ; batchIdx++) {
    tf.engine().startScope();
    try {
      const fetched = await fetcher.next();
      if (fetched === null) return predictions;
      const batch = transferBatch(run, fetched.batch, which[0] ?? 0);
      await hooks.call("onPredictBatchStart", batch, batchIdx, ...(which as []));
      const prediction =
        module.predictStep === undefined
          ? hooks.within("predictStep", () => module.forward(batch as never))
          : await callModuleMethod(run, "predictStep", batch, batchIdx, ...which);
      await hooks.call("onPredictBatchEnd", prediction, batch, batchIdx, ...(which as []));
      for (const tensor of tensorsIn(prediction)) tf.keep(tensor);
      predictions.push(prediction);
    } finally {
      tf.engine().endScope();
    }
    await breather.pause();
    run.trainer.throwIfInterrupted();
  }
}
