import { tf } from "../backend/tf.js";
import { BasePredictionWriter } from "../callbacks/basePredictionWriter.js";
import { batchWatch } from "../debug/batchWatch.js";
import { instrument } from "../profilers/instrument.js";
import { BatchFetcher, tensorsIn } from "./batchFetcher.js";
import { warnOfShuffling } from "./dataSources.js";
import { requireDataloaderIdx } from "./requireDataloaderIdx.js";
import { Breather, callModuleMethod, type Run, transferBatch } from "./run.js";

const PREDICTION_CALLS = {
  step: "predictStep",
  batchStart: "onPredictBatchStart",
  batchEnd: "onPredictBatchEnd",
  loader: "predictDataloader",
} as const;

/** Goes once through the prediction loaders and collects what `predictStep` gives; tensors are kept for the caller. */
export class PredictionLoop {
  /** Places in the data set of the samples of the present batch; null when the loader does not know them. */
  currentBatchIndices: readonly number[] | null = null;
  batchIdx = 0;
  dataloaderIdx = 0;
  /** Batches of each loader. */
  batches: readonly number[] = [];
  /** That of the loader that is running. */
  #fetcher: BatchFetcher | null = null;
  readonly #predictions: unknown[][] = [];
  readonly #batchIndices: (readonly number[])[][] = [];

  readonly #storesPredictions: boolean;

  /** @param returnsPredictions false: nothing is kept, but for a callback that writes everything at the end. */
  constructor(
    private readonly context: Run,
    private readonly returnsPredictions: boolean,
  ) {
    const { callbacks } = context.trainer;
    this.#storesPredictions =
      returnsPredictions || callbacks.some((writer) => writer instanceof BasePredictionWriter && writer.writesOnEpoch);
  }

  /** What was predicted: a list by batch; with several loaders a list of such lists. */
  get predictions(): unknown[] {
    return this.batches.length === 1 ? (this.#predictions[0] ?? []) : this.#predictions;
  }

  /** Places in the data set of everything that was predicted, by loader and batch; empty lists when the loaders do not know them. */
  get epochBatchIndices(): readonly (readonly (readonly number[])[])[] {
    return this.#batchIndices;
  }

  /** @returns the predictions, or null when they are not wanted. */
  async run(): Promise<unknown[] | null> {
    try {
      await this.#run();
    } catch (exception) {
      this.#fetcher?.abandon();
      this.dispose();
      throw exception;
    }
    if (this.returnsPredictions) return this.predictions;
    this.dispose();
    return null;
  }

  async #run(): Promise<void> {
    const { hooks, module, sources, options } = this.context;
    const loaders = await hooks.within("predictDataloader", () => sources.load("predictDataloader"));
    warnOfShuffling(loaders, "predictDataloader");
    if (loaders.length > 1) requireDataloaderIdx(module, PREDICTION_CALLS);
    const batches: number[] = [];
    this.batches = batches;
    sources.limits("predictDataloader", options.limitPredictBatches, batches);
    const [loader] = loaders;
    const first = loader === undefined ? null : new BatchFetcher(loader, this.batches[0] ?? 0);
    this.#fetcher = first;
    await first?.start();
    const wasTraining = module.modules().map((part) => [part, part.training] as const);
    if (module.onPredictModelEval === undefined) module.eval();
    else hooks.callModule("onPredictModelEval");
    this.context.progress.evaluations.predict.reset();
    await hooks.call("onPredictStart");
    await hooks.call("onPredictEpochStart");
    for (const [index, loader] of loaders.entries()) {
      this.dataloaderIdx = index;
      const fetcher = index === 0 ? first : null;
      await this.#runLoader(
        fetcher ?? new BatchFetcher(loader, this.batches[index] ?? 0),
        loaders.length > 1 ? [index] : [],
      );
    }
    await hooks.call("onPredictEpochEnd");
    await hooks.call("onPredictEnd");
    for (const [part, training] of wasTraining) part.setMode(training);
  }

  async #runLoader(fetcher: BatchFetcher, which: readonly number[]): Promise<void> {
    const { trainer, profiler } = this.context;
    if (profiler.isOn) instrument(profiler, fetcher, "next", "[_PredictionLoop].predict_next");
    const breather = new Breather();
    this.#fetcher = fetcher;
    this.#predictions.push([]);
    this.#batchIndices.push([]);
    for (this.batchIdx = 0; ; this.batchIdx++) {
      tf.engine().startScope();
      try {
        const fetched = await fetcher.next();
        if (fetched === null) return;
        this.#noteIndices(fetcher.batchIndices);
        await this.#predict(fetched.batch, which);
      } finally {
        tf.engine().endScope();
      }
      await breather.pause();
      trainer.throwIfInterrupted();
    }
  }

  async #predict(fetched: unknown, which: readonly number[]): Promise<void> {
    const { hooks, module, progress } = this.context;
    const { predict } = progress.evaluations;
    const { batchIdx } = this;
    const batch = transferBatch(this.context, fetched, which[0] ?? 0);
    predict.ready();
    await hooks.call("onPredictBatchStart", batch, batchIdx, ...(which as []));
    predict.started();
    batchWatch.at?.("step", this.context, module.predictStep === undefined ? "forward" : "predictStep");
    const prediction =
      module.predictStep === undefined
        ? hooks.within("predictStep", () => module.forward(batch as never))
        : await callModuleMethod(this.context, "predictStep", batch, batchIdx, ...which);
    predict.processed();
    await hooks.call("onPredictBatchEnd", prediction, batch, batchIdx, ...(which as []));
    predict.completed();
    if (!this.#storesPredictions) return;
    for (const tensor of tensorsIn(prediction)) tf.keep(tensor);
    this.#predictions.at(-1)?.push(prediction);
  }

  /** Frees the predictions: nobody gets them. */
  dispose(): void {
    for (const tensor of tensorsIn(this.#predictions)) tensor.dispose();
    this.#predictions.length = 0;
  }

  #noteIndices(indices: readonly number[] | null): void {
    this.currentBatchIndices = indices;
    if (indices !== null) this.#batchIndices.at(-1)?.push(indices);
  }
}
