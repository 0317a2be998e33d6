import { Tape } from "../autograd/tape.js";
import type { tf } from "../backend/tf.js";
import type { Callback } from "../callbacks/callback.js";
import { ProgressBar } from "../callbacks/progressBar.js";
import { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Dataloaders } from "../core/loaders.js";
import { checkModule } from "../core/moduleCheck.js";
import { CSVLogger } from "../loggers/csvLogger.js";
import { Logger } from "../loggers/logger.js";
import type { Metric } from "../metrics/metric.js";
import type { LrSchedulerConfig } from "../optim/configuredOptimizers.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { Stage, TrainerFn } from "../protocol/runFile.js";
import { backward } from "./automaticOptimization.js";
import { DataSources, type LoaderName } from "./dataSources.js";
import { EvaluationLoop, type EvaluationStage } from "./evaluationLoop.js";
import { FitLoop } from "./fitLoop.js";
import { noProgress } from "./fitProgress.js";
import { HookCaller } from "./hookCaller.js";
import { type Interruption, onInterrupt } from "./interruption.js";
import type { LogOptions } from "./loggedValues.js";
import { LoggerConnector } from "./loggerConnector.js";
import { type ResolvedOptions, resolveOptions, type TrainerOptions } from "./options.js";
import { runPrediction } from "./predictionLoop.js";
import { resultsTable } from "./resultsTable.js";
import type { Run } from "./run.js";
import { setUpRun } from "./setUpRun.js";
import type { TrainerState } from "./state.js";
import { joinCallbacks, trainerCallbacks } from "./trainerCallbacks.js";

/** Data for a run: loaders, or a data module. */
export interface FitData {
  readonly trainDataloaders?: Dataloaders;
  readonly valDataloaders?: Dataloaders;
  readonly datamodule?: LightningDataModule;
}

export interface EvaluationData {
  readonly dataloaders?: Dataloaders;
  readonly datamodule?: LightningDataModule;
  /** Prints the results as a table; default true. */
  readonly verbose?: boolean;
}

/** Runs a LightningModule: `fit`, `validate`, `test`, `predict`. */
export class Trainer {
  readonly state: TrainerState = { status: "initializing", fn: null, stage: null };
  /** Set it to true to stop at the next batch. */
  shouldStop = false;
  accumulateGradBatches: number;
  callbacks: readonly Callback[];
  readonly loggers: readonly Logger[];
  readonly #options: ResolvedOptions;
  readonly #connector: LoggerConnector;
  readonly #progress = noProgress();
  #run: Run | null = null;
  #fitLoop: FitLoop | null = null;
  #evaluation: EvaluationLoop | null = null;
  #interruption: Interruption | null = null;

  constructor(options: TrainerOptions = {}) {
    this.#options = resolveOptions(options);
    this.accumulateGradBatches = this.#options.accumulateGradBatches;
    this.loggers = loggersOf(this.#options);
    this.callbacks = trainerCallbacks(this.#options);
    this.#connector = new LoggerConnector(this.loggers, this.#progress);
  }

  /** Trains. Data come from the arguments, the data module, or the module's own loader methods. */
  async fit(module: LightningModule, data: LightningDataModule | FitData = {}): Promise<void> {
    const { datamodule, trainDataloaders, valDataloaders } =
      data instanceof LightningDataModule ? { datamodule: data } : (data as FitData);
    if (datamodule !== undefined && (trainDataloaders ?? valDataloaders) !== undefined) {
      throw new Error(
        "You cannot pass `trainDataloaders` or `valDataloaders` to `trainer.fit` together with a `datamodule`. Pass one or the other.",
      );
    }
    const passed = {
      ...(trainDataloaders && { trainDataloader: trainDataloaders }),
      ...(valDataloaders && { valDataloader: valDataloaders }),
    };
    this.shouldStop = false;
    await this.#start("fit", module, datamodule ?? null, passed, async (run) => {
      this.#fitLoop = new FitLoop(run);
      await this.#fitLoop.run();
      await run.hooks.call("onFitEnd");
    });
  }

  /** Goes through the validation data once. @returns the logged values, an object for each loader. */
  validate(
    module: LightningModule,
    data: LightningDataModule | EvaluationData = {},
  ): Promise<Record<string, number>[]> {
    return this.#evaluate("validate", "valDataloader", module, data);
  }

  /** Goes through the test data once. @returns the logged values, an object for each loader. */
  test(module: LightningModule, data: LightningDataModule | EvaluationData = {}): Promise<Record<string, number>[]> {
    return this.#evaluate("test", "testDataloader", module, data);
  }

  /** @returns what `predictStep` gave, a list by batch; with several loaders a list of such lists. The tensors are the caller's. */
  async predict(module: LightningModule, data: LightningDataModule | EvaluationData = {}): Promise<unknown[]> {
    const { datamodule, passed } = evaluationData(data, "predictDataloader");
    return this.#start("predict", module, datamodule, passed, async (run) => {
      this.enterStage("predict");
      return runPrediction(run);
    });
  }

  /** Epochs completed. */
  get currentEpoch(): number {
    return this.#progress.currentEpoch;
  }

  /** Optimizer steps taken. */
  get globalStep(): number {
    return this.#progress.globalStep;
  }

  /** -1: no limit. */
  get maxEpochs(): number {
    return this.#options.maxEpochs;
  }

  get maxSteps(): number {
    return this.#options.maxSteps;
  }

  get logger(): Logger | null {
    return this.loggers[0] ?? null;
  }

  /** The run's folder; null without a logger that writes files. */
  get logDir(): string | null {
    return this.logger?.logDir ?? null;
  }

  get optimizers(): readonly Optimizer[] {
    return this.#run?.optimizers ?? [];
  }

  get lrSchedulerConfigs(): readonly Required<LrSchedulerConfig>[] {
    return this.#run?.lrSchedulers ?? [];
  }

  /** Everything that was logged, for callbacks that watch it. */
  get callbackMetrics(): Readonly<Record<string, number>> {
    return this.#connector.metrics.callback;
  }

  /** What was given to the loggers. */
  get loggedMetrics(): Readonly<Record<string, number>> {
    return this.#connector.metrics.logged;
  }

  get progressBarMetrics(): Readonly<Record<string, number>> {
    return this.#connector.metrics.progressBar;
  }

  get sanityChecking(): boolean {
    return this.state.stage === "sanity_check";
  }

  get training(): boolean {
    return this.state.stage === "train";
  }

  get numTrainingBatches(): number {
    return this.#fitLoop?.batches ?? Number.POSITIVE_INFINITY;
  }

  get numTestBatches(): readonly number[] {
    return this.#evaluation?.batches ?? [];
  }

  /** Batches of what is running now; Infinity: unknown. */
  get numBatches(): number {
    if (this.state.stage === "train") return this.numTrainingBatches;
    const loop = this.#evaluation ?? this.#fitLoop?.validation;
    return loop?.batches[loop.dataloaderIdx] ?? Number.POSITIVE_INFINITY;
  }

  /** Batch of what is running now, from 0. */
  get batchIdx(): number {
    if (this.state.stage === "train") return this.#fitLoop?.epochLoop.batchIdx ?? 0;
    return (this.#evaluation ?? this.#fitLoop?.validation)?.batchIdx ?? 0;
  }

  /** Prints above the progress bar. */
  print(...args: unknown[]): void {
    const text = args.map(String).join(" ");
    const bar = this.callbacks.find((callback) => callback instanceof ProgressBar);
    if (bar === undefined) console.log(text);
    else bar.print(text);
  }

  /** `this.log` of the module and of callbacks. */
  logValue(name: string, value: number | tf.Tensor | Metric, options: LogOptions): void {
    const fx = this.#run?.hooks.current ?? null;
    if (fx === null)
      throw new Error(`\`this.log("${name}", …)\` was called outside the steps and hooks that the Trainer runs.`);
    this.#connector.log(fx, name, value, options);
  }

  manualBackward(loss: tf.Tensor): void {
    if (this.#run !== null) backward(this.#run, loss);
  }

  /** @internal An optimizer has stepped. */
  countOptimizerStep(): void {
    this.#progress.globalStep++;
  }

  /** @internal */
  enterStage(stage: Stage): void {
    this.state.stage = stage;
    this.throwIfInterrupted();
  }

  /** @internal */
  enterTraining(): void {
    this.enterStage("train");
    this.#fitLoop?.useResults();
  }

  /** @internal Why training ended by itself. */
  stoppedBecause(why: string): void {
    this.print(`\`Trainer.fit\` stopped: ${why}`);
  }

  /** @internal Ends the run here when somebody asked for it. */
  throwIfInterrupted(): void {
    if (this.#interruption !== null) throw this.#interruption;
  }

  async #evaluate(
    stage: EvaluationStage,
    name: LoaderName,
    module: LightningModule,
    data: LightningDataModule | EvaluationData,
  ) {
    const { datamodule, passed, verbose } = evaluationData(data, name);
    return this.#start(stage, module, datamodule, passed, async (run) => {
      this.#evaluation = new EvaluationLoop(run, stage);
      const results = await this.#evaluation.run();
      if (verbose) this.print(resultsTable(results, stage));
      return results;
    });
  }

  /** What every entry point does around its loop: set up, run, tear down, and tell everybody when it fails. */
  async #start<T>(
    fn: TrainerFn,
    module: LightningModule,
    datamodule: LightningDataModule | null,
    passed: Partial<Record<LoaderName, Dataloaders>>,
    work: (run: Run) => Promise<T>,
  ): Promise<T> {
    checkModule(module, fn);
    Object.assign(this.state, { status: "running", fn, stage: fn === "fit" ? "train" : fn });
    this.#connector.clear();
    module.attachTrainer(this);
    if (datamodule !== null) datamodule.trainer = this;
    this.callbacks = joinCallbacks(this.callbacks, module.configureCallbacks?.() ?? []);
    for (const callback of this.callbacks) callback.attachTrainer(this);
    const hooks = new HookCaller(this, this.callbacks, module);
    const sources = new DataSources(module, datamodule, passed);
    const run: Run = {
      trainer: this,
      options: this.#options,
      module,
      hooks,
      connector: this.#connector,
      sources,
      tape: new Tape(),
      progress: this.#progress,
      optimizers: [],
      lrSchedulers: [],
    };
    this.#run = run;
    const stopListening = onInterrupt((interruption) => {
      this.print("\nStopping after this batch … (once more to stop at once)");
      this.#interruption = interruption;
    });
    try {
      await setUpRun(run, fn);
      const result = await work(run);
      this.throwIfInterrupted();
      await datamodule?.teardown?.(fn);
      await hooks.call("teardown", fn);
      this.#finalize("success");
      this.state.status = "finished";
      return result;
    } catch (exception) {
      this.state.status = "interrupted";
      await hooks.callCallbacks("onException", "allCallbacks", exception);
      await datamodule?.onException?.(exception);
      this.#finalize("failed");
      throw exception;
    } finally {
      stopListening();
      for (const optimizer of run.optimizers) {
        optimizer.zeroGrad();
        optimizer.dispose();
      }
      this.#connector.release();
      this.#interruption = null;
      this.#evaluation = null;
      this.state.stage = null;
    }
  }

  #finalize(status: "success" | "failed"): void {
    for (const logger of this.loggers) logger.finalize(status);
  }
}

function evaluationData(data: LightningDataModule | EvaluationData, name: LoaderName) {
  if (data instanceof LightningDataModule) return { datamodule: data, passed: {}, verbose: true };
  const { dataloaders, datamodule = null, verbose = true } = data as EvaluationData;
  return { datamodule, passed: dataloaders === undefined ? {} : { [name]: dataloaders }, verbose };
}

function loggersOf({ logger, defaultRootDir }: ResolvedOptions): readonly Logger[] {
  if (logger === false) return [];
  if (logger === true) return [new CSVLogger(defaultRootDir)];
  return logger instanceof Logger ? [logger] : logger;
}
