import { tf } from "../backend/tf.js";
import type { BatchSource } from "../core/loaders.js";
import { batchWatch } from "../debug/batchWatch.js";
import { MisconfigurationException } from "../errors.js";
import type { Module } from "../nn/module.js";
import { instrument } from "../profilers/instrument.js";
import { BatchFetcher } from "./batchFetcher.js";
import { warnOfShuffling } from "./dataSources.js";
import { EVALUATION_HOOKS, type EvaluationStage } from "./evaluationHooks.js";
import { LoaderReload } from "./loaderReload.js";
import { LoggedValues } from "./loggedValues.js";
import { isNone, type Limit } from "./options.js";
import { BatchProgress } from "./progress.js";
import { requireDataloaderIdx } from "./requireDataloaderIdx.js";
import { Breather, callModuleMethod, type Run, transferBatch } from "./run.js";
import { isValidationEpoch } from "./validationSchedule.js";

/** Goes once through the validation or test loaders, in evaluation mode and without gradients. */
export class EvaluationLoop {
  /** The loader that is running, and its batch. */
  batchIdx = 0;
  dataloaderIdx = 0;
  readonly #names: (typeof EVALUATION_HOOKS)[EvaluationStage];
  readonly #limit: Limit;
  readonly #breather = new Breather();
  readonly #results = new LoggedValues(false);
  /** It has run batches since it last began, and not only those of a sanity check. */
  hasRun = false;
  readonly #reload: LoaderReload;
  #loaders: readonly BatchSource[] | null = null;
  /** Batches of each loader; empty before they were asked for. */
  batches: readonly number[] = [];
  #seenBatches: number[] = [];

  constructor(
    private readonly context: Run,
    private readonly stage: EvaluationStage,
    private readonly progress = new BatchProgress(),
  ) {
    this.#names = EVALUATION_HOOKS[stage];
    const { options, trainer } = context;
    this.#limit = stage === "validate" ? options.limitValBatches : options.limitTestBatches;
    this.#reload = new LoaderReload(trainer.state.fn === "fit" ? options.reloadDataloadersEveryNEpochs : 0);
  }

  /** True when there is something to do: loaders, a step, and a limit above 0. */
  get isEnabled(): boolean {
    const { module, sources } = this.context;
    return sources.has(this.#names.loader) && module[this.#names.step] !== undefined && !isNone(this.#limit);
  }

  get hasLoaders(): boolean {
    return this.#loaders !== null;
  }

  /** Asks for the loaders before their first use, and again every so many epochs when the user wants that. */
  async setUpLoaders(): Promise<void> {
    const { hooks, sources, options, trainer } = this.context;
    if (this.hasLoaders && !this.#reload.isDue(trainer.currentEpoch)) return;
    const overfits = this.stage === "validate" && !isNone(options.overfitBatches);
    const loaders = await hooks.within(this.#names.loader, () =>
      sources.load(this.#names.loader, overfits ? "val" : null),
    );
    // A sanity check in an epoch without validation leaves the loaders to be asked for again.
    if (trainer.state.stage !== "sanity_check" || isValidationEpoch(this.context))
      this.#reload.done(trainer.currentEpoch);
    if (!overfits) warnOfShuffling(loaders, this.#names.loader);
    this.#loaders = loaders;
    const batches: number[] = [];
    this.batches = batches;
    sources.limits(this.#names.loader, this.#limit, batches);
    this.#seenBatches = this.#loaders.map(() => 0);
  }

  /**
   * @param sanityBatches batches of each loader to try; undefined: all that the limit allows.
   * @returns the logged values, one object a loader.
   */
  async run(sanityBatches?: number): Promise<Record<string, number>[]> {
    const { context } = this;
    const { trainer, module } = context;
    trainer.enterStage(sanityBatches === undefined ? this.stage : "sanity_check");
    if (isNone(this.#limit)) return [];
    await this.setUpLoaders();
    const loaders = this.#loaders ?? [];
    const limits = this.#limits(sanityBatches);
    if (loaders.length === 0 || limits.every((batches) => batches === 0)) return [];
    if (module[this.#names.step] === undefined) {
      throw new MisconfigurationException(
        `No \`${this.#names.step}()\` method defined to run \`Trainer.${this.stage}\`. Define one in ${module.constructor.name}.`,
      );
    }
    if (loaders.length > 1) requireDataloaderIdx(module, this.#names);
    const before = this.#begin();
    const first = new BatchFetcher(loaders[0] as BatchSource, limits[0] ?? 0);
    await first.start();
    try {
      return await this.#runLoaders(loaders, limits, before, first);
    } finally {
      // What was read ahead is let go when a hook or a step fails.
      first.abandon();
    }
  }

  /** @param before batches that are not run again. */
  async #runLoaders(
    loaders: readonly BatchSource[],
    limits: readonly number[],
    before: number,
    first: BatchFetcher,
  ): Promise<Record<string, number>[]> {
    const { hooks, connector } = this.context;
    connector.use(this.#results);
    const restoreModes = this.#enterEvaluationMode();
    await hooks.call(this.#names.start);
    connector.epochEndReached();
    await hooks.call(this.#names.epochStart);
    const outputs: Record<string, number>[] = [];
    let left = before === 0 ? Number.POSITIVE_INFINITY : limits.reduce((sum, batches) => sum + batches, -before);
    for (const [dataloaderIdx, loader] of loaders.entries()) {
      const batches = Math.min(limits[dataloaderIdx] ?? 0, left);
      const fetcher = dataloaderIdx === 0 && batches === limits[0] ? first : new BatchFetcher(loader, batches);
      try {
        await this.#runLoader(fetcher, dataloaderIdx, loaders.length);
      } finally {
        fetcher.abandon();
      }
      if (left !== Number.POSITIVE_INFINITY) left -= batches;
      connector.epochEndReached();
      outputs.push(connector.evaluationValues());
    }
    this.#results.dataloaderIdx = null;
    await this.#finish(outputs);
    restoreModes();
    return outputs;
  }

  /** Batches of each loader that runs by itself; loaders whose batches are combined run as one. */
  #limits(sanityBatches = Number.POSITIVE_INFINITY): readonly number[] {
    const limits = this.batches.map((batches) => Math.min(batches, sanityBatches));
    const runsOne = this.#loaders?.length === 1 && limits.some((batches) => batches > 0);
    return runsOne ? [this.context.sources.together(this.#names.loader, limits)] : limits;
  }

  /** A fit was resumed from a checkpoint that was written when this validation was all but over: it counts as done. */
  async countAsRun(): Promise<void> {
    await this.setUpLoaders();
    const batches = Math.max(0, ...this.batches);
    if (batches === 0) return;
    this.#begin();
    if (!Number.isFinite(batches)) return;
    this.progress.add(batches);
    this.progress.isLastBatch = true;
  }

  /** @returns batches that are not run again, because a checkpoint has them. */
  #begin(): number {
    this.hasRun = false;
    if (this.context.progress.restart.validation && this.context.trainer.state.fn === "fit")
      this.progress.resetToCompleted();
    else this.progress.reset();
    return this.progress.current.ready;
  }

  async #runLoader(fetcher: BatchFetcher, dataloaderIdx: number, loaders: number): Promise<void> {
    const names = this.#names;
    const { hooks, connector, trainer, profiler } = this.context;
    if (profiler.isOn) {
      const prefix = this.stage === "test" ? "test" : "val";
      instrument(profiler, fetcher, "next", `[_EvaluationLoop].${prefix}_next`);
    }
    const { restart } = this.context.progress;
    const which = loaders > 1 ? [dataloaderIdx] : [];
    this.dataloaderIdx = dataloaderIdx;
    for (this.batchIdx = 0; ; this.batchIdx++) {
      tf.engine().startScope();
      try {
        const fetched = await fetcher.next();
        if (fetched === null) return;
        this.progress.isLastBatch = fetched.isLast && dataloaderIdx === loaders - 1;
        const batch = transferBatch(this.context, fetched.batch, dataloaderIdx);
        this.progress.ready();
        connector.onBatchStart(batch, loaders > 1 ? dataloaderIdx : null);
        await hooks.call(names.batchStart, batch, this.batchIdx, ...(which as []));
        this.progress.started();
        batchWatch.at?.("step", this.context, names.step);
        const output = await callModuleMethod(this.context, names.step, batch, this.batchIdx, ...which);
        batchWatch.at?.("loss", this.context, output);
        this.progress.processed();
        await hooks.call(names.batchEnd, output, batch, this.batchIdx, ...(which as []));
        connector.onBatchEnd();
        this.progress.completed();
        if (trainer.state.stage !== "sanity_check") {
          this.hasRun = true;
          connector.logStep(this.#seenBatches[dataloaderIdx]);
          this.#seenBatches[dataloaderIdx] = (this.#seenBatches[dataloaderIdx] ?? 0) + 1;
        }
      } finally {
        restart.validationBatchDone();
        tf.engine().endScope();
      }
      await this.#breather.pause();
      trainer.throwIfInterrupted();
    }
  }

  async #finish(outputs: readonly Record<string, number>[]): Promise<void> {
    const { hooks, connector } = this.context;
    await hooks.call(this.#names.epochEnd);
    connector.epochEnded();
    batchWatch.at?.("metrics", this.context);
    const atEnd = connector.evaluationValues();
    for (const output of outputs) Object.assign(output, atEnd);
    // Of a name that several loaders logged the first one's value counts.
    if (!connector.sanityChecking) connector.write(Object.assign({}, ...[...outputs].reverse()));
    await hooks.call(this.#names.end);
    this.#results.reset();
  }

  /** Evaluation mode for every module; gives back a function that restores each one's own. */
  #enterEvaluationMode(): () => void {
    const { module, hooks } = this.context;
    const modes = module.modules().map((part: Module) => [part, part.training] as const);
    if (module[this.#names.modelEval] === undefined) module.eval();
    else hooks.callModule(this.#names.modelEval);
    return () => {
      if (module[this.#names.modelTrain] !== undefined) hooks.callModule(this.#names.modelTrain);
      else for (const [part, training] of modes) part.setMode(training);
    };
  }
}
