import { tf } from "../backend/tf.js";
import type { BatchSource } from "../core/loaders.js";
import { MisconfigurationException } from "../errors.js";
import type { Module } from "../nn/module.js";
import { BatchFetcher } from "./batchFetcher.js";
import { limitedBatches } from "./dataSources.js";
import { LoggedValues } from "./loggedValues.js";
import { isNone, type Limit } from "./options.js";
import { Breather, callModuleMethod, type Run, transferBatch } from "./run.js";

export type EvaluationStage = "validate" | "test";

/** Names of hooks and steps of a stage. */
const HOOK_NAMES = {
  validate: {
    step: "validationStep",
    loader: "valDataloader",
    modelEval: "onValidationModelEval",
    modelTrain: "onValidationModelTrain",
    start: "onValidationStart",
    end: "onValidationEnd",
    epochStart: "onValidationEpochStart",
    epochEnd: "onValidationEpochEnd",
    batchStart: "onValidationBatchStart",
    batchEnd: "onValidationBatchEnd",
  },
  test: {
    step: "testStep",
    loader: "testDataloader",
    modelEval: "onTestModelEval",
    modelTrain: "onTestModelTrain",
    start: "onTestStart",
    end: "onTestEnd",
    epochStart: "onTestEpochStart",
    epochEnd: "onTestEpochEnd",
    batchStart: "onTestBatchStart",
    batchEnd: "onTestBatchEnd",
  },
} as const;

/** Goes once through the validation or test loaders, in evaluation mode and without gradients. */
export class EvaluationLoop {
  /** Training batches between validations; Infinity: at the end of an epoch whose length is unknown. Set by the fit loop. */
  checkEveryBatches = Number.POSITIVE_INFINITY;
  /** The loader that is running, and its batch. */
  batchIdx = 0;
  dataloaderIdx = 0;
  readonly #names: (typeof HOOK_NAMES)[EvaluationStage];
  readonly #limit: Limit;
  readonly #breather = new Breather();
  readonly #results = new LoggedValues(false);
  #loaders: readonly BatchSource[] | null = null;
  #batches: readonly number[] = [];
  #seenBatches: number[] = [];

  constructor(
    private readonly context: Run,
    private readonly stage: EvaluationStage,
  ) {
    this.#names = HOOK_NAMES[stage];
    this.#limit = stage === "validate" ? context.options.limitValBatches : context.options.limitTestBatches;
  }

  /** True when there is something to do: loaders, a step, and a limit above 0. */
  get isEnabled(): boolean {
    const { module, sources } = this.context;
    return sources.has(this.#names.loader) && module[this.#names.step] !== undefined && !isNone(this.#limit);
  }

  /** Batches of each loader; empty before they were asked for. */
  get batches(): readonly number[] {
    return this.#batches;
  }

  async setUpLoaders(again = false): Promise<void> {
    if (this.#loaders !== null && !again) return;
    const { hooks, sources } = this.context;
    this.#loaders = await hooks.within(this.#names.loader, () => sources.load(this.#names.loader));
    this.#batches = this.#loaders.map((loader) => limitedBatches(loader, this.#limit, this.#names.loader));
    this.#seenBatches = this.#loaders.map(() => 0);
  }

  /**
   * @param sanityBatches batches of each loader to try; undefined: all that the limit allows.
   * @returns the logged values, one object a loader.
   */
  async run(sanityBatches?: number): Promise<Record<string, number>[]> {
    const { context } = this;
    const { trainer, hooks, connector, module } = context;
    trainer.enterStage(sanityBatches === undefined ? this.stage : "sanity_check");
    if (isNone(this.#limit)) return [];
    await this.setUpLoaders();
    const loaders = this.#loaders ?? [];
    const limits = this.#batches.map((batches) => Math.min(batches, sanityBatches ?? Number.POSITIVE_INFINITY));
    if (loaders.length === 0 || limits.every((batches) => batches === 0)) return [];
    if (module[this.#names.step] === undefined) {
      throw new MisconfigurationException(
        `No \`${this.#names.step}()\` method defined to run \`Trainer.${this.stage}\`. Define one in ${module.constructor.name}.`,
      );
    }
    connector.use(this.#results);
    this.#results.reset();
    const restoreModes = this.#enterEvaluationMode();
    await hooks.call(this.#names.start);
    connector.epochEndReached();
    await hooks.call(this.#names.epochStart);
    const outputs: Record<string, number>[] = [];
    for (const [dataloaderIdx, loader] of loaders.entries()) {
      await this.#runLoader(loader, limits[dataloaderIdx] ?? 0, dataloaderIdx, loaders.length);
      connector.epochEndReached();
      outputs.push(connector.evaluationValues().callback);
    }
    this.#results.dataloaderIdx = null;
    await this.#finish(outputs);
    restoreModes();
    return outputs;
  }

  async #runLoader(loader: BatchSource, limit: number, dataloaderIdx: number, loaders: number): Promise<void> {
    const names = this.#names;
    const { hooks, connector, trainer } = this.context;
    const fetcher = new BatchFetcher(loader, limit);
    const which = loaders > 1 ? [dataloaderIdx] : [];
    this.dataloaderIdx = dataloaderIdx;
    for (this.batchIdx = 0; ; this.batchIdx++) {
      tf.engine().startScope();
      try {
        const fetched = await fetcher.next();
        if (fetched === null) return;
        const batch = transferBatch(this.context, fetched.batch, dataloaderIdx);
        connector.onBatchStart(batch, loaders > 1 ? dataloaderIdx : null);
        await hooks.call(names.batchStart, batch, this.batchIdx, ...(which as []));
        const output = await callModuleMethod(this.context, names.step, batch, this.batchIdx, ...which);
        await hooks.call(names.batchEnd, output, batch, this.batchIdx, ...(which as []));
        connector.onBatchEnd();
        if (trainer.state.stage !== "sanity_check") {
          connector.logStep(this.#seenBatches[dataloaderIdx]);
          this.#seenBatches[dataloaderIdx] = (this.#seenBatches[dataloaderIdx] ?? 0) + 1;
        }
      } finally {
        tf.engine().endScope();
      }
      await this.#breather.pause();
      trainer.throwIfInterrupted();
    }
  }

  async #finish(outputs: readonly Record<string, number>[]): Promise<void> {
    const { hooks, connector } = this.context;
    await hooks.call(this.#names.epochEnd);
    const atEnd = connector.evaluationValues();
    for (const output of outputs) Object.assign(output, atEnd.callback);
    if (!connector.sanityChecking) connector.write(loggedOf(connector.metrics.logged, outputs));
    await hooks.call(this.#names.end);
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

/** Of an evaluation's values those that go to the loggers. */
function loggedOf(
  logged: Readonly<Record<string, number>>,
  outputs: readonly Readonly<Record<string, number>>[],
): Record<string, number> {
  const values = Object.assign({}, ...outputs) as Record<string, number>;
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in logged));
}
