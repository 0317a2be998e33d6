import type { Callback } from "../callbacks/callback.js";
import { Checkpoint } from "../callbacks/checkpoint.js";
import { EarlyStopping } from "../callbacks/earlyStopping.js";
import type { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Logger } from "../loggers/logger.js";
import type { LrSchedulerConfig } from "../optim/configuredOptimizers.js";
import type { LightningOptimizer } from "../optim/lightningOptimizer.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { Profiler } from "../profilers/profiler.js";
import { trainerProfiler } from "../profilers/trainerProfiler.js";
import type { CheckpointChoice } from "./checkpointPath.js";
import type { EvaluationLoop } from "./evaluationLoop.js";
import type { FitLoop } from "./fitLoop.js";
import { FitProgress } from "./fitProgress.js";
import { LoggerConnector } from "./loggerConnector.js";
import type { ResolvedOptions } from "./options.js";
import type { PredictionLoop } from "./predictionLoop.js";
import type { Run } from "./run.js";
import { trainerCallbacks } from "./trainerCallbacks.js";
import { trainerLoggers } from "./trainerLoggers.js";
import { TrainerSettings } from "./trainerSettings.js";

/** What a Trainer tells about its runs: what they run, how far they got, and what was logged. */
export abstract class TrainerProperties extends TrainerSettings {
  callbacks: readonly Callback[];
  loggers: readonly Logger[];
  /** Measures what the runs do: `trainer.profiler.profile("load", () => load())`. */
  readonly profiler: Profiler;
  protected connector: LoggerConnector;
  protected progress = new FitProgress();
  protected ckptChoice: CheckpointChoice = { path: null, isUsers: false };
  protected run: Run | null = null;
  /** The loops of the last calls; each is there from its first call on. */
  protected readonly loops: Loops = { fit: null, validate: null, test: null, predict: null };

  constructor(options: ResolvedOptions) {
    super(options);
    this.loggers = trainerLoggers(options);
    this.callbacks = trainerCallbacks(options);
    this.profiler = trainerProfiler(options);
    this.connector = new LoggerConnector(this.loggers, this.progress);
  }

  /** The checkpoint from which the present run, or the last one, began. Once it is set, every run begins from it. */
  get ckptPath(): string | null {
    return this.ckptChoice.path;
  }

  set ckptPath(path: string | null) {
    this.ckptChoice = { path, isUsers: path !== null };
  }

  /** Epochs completed. */
  get currentEpoch(): number {
    return this.progress.currentEpoch;
  }

  /** Optimizer steps taken. */
  get globalStep(): number {
    return this.progress.globalStep;
  }

  /** Batches at which an optimizer step was due: the step under which loggers get their rows. */
  get batchesThatStepped(): number {
    return this.progress.batchesThatStepped;
  }

  get model(): LightningModule | null {
    return this.run?.module ?? null;
  }

  get lightningModule(): LightningModule | null {
    return this.model;
  }

  get datamodule(): LightningDataModule | null {
    return this.run?.sources.datamodule ?? null;
  }

  /** The first logger. */
  get logger(): Logger | null {
    return this.loggers[0] ?? null;
  }

  /** The run's folder; null without a logger that writes files. */
  get logDir(): string | null {
    return this.logger?.logDir ?? null;
  }

  get optimizers(): readonly Optimizer[] {
    return this.run?.optimizers ?? [];
  }

  /** The optimizers as `this.optimizers()` of the module gives them: their steps run hooks and are counted. */
  get lightningOptimizers(): readonly LightningOptimizer[] {
    return this.run?.lightningOptimizers ?? [];
  }

  /** A callback may put its own in their place. */
  get lrSchedulerConfigs(): Required<LrSchedulerConfig>[] {
    return this.run?.lrSchedulers ?? [];
  }

  /** Everything that was logged, for callbacks that watch it. */
  get callbackMetrics(): Readonly<Record<string, number>> {
    return this.connector.metrics("callback");
  }

  /** What was given to the loggers. */
  get loggedMetrics(): Readonly<Record<string, number>> {
    return this.connector.metrics("logged");
  }

  get progressBarMetrics(): Readonly<Record<string, number>> {
    return this.connector.metrics("progressBar");
  }

  /** True at the batches whose step metrics go to the loggers. */
  get shouldUpdateLogs(): boolean {
    const { logEveryNSteps: every } = this.options;
    if (every === 0) return false;
    const batches = (this.state.stage === "train" ? this.batchesThatStepped : this.batchIdx) + 1;
    return batches % every === 0 || this.shouldStop;
  }

  /** True in the last batch of a training epoch, as far as that is known. */
  get isLastBatch(): boolean {
    return this.progress.batches.isLastBatch;
  }

  /** True on the training batches whose gradients are only added up. */
  get isAccumulating(): boolean {
    return this.loops.fit?.epochLoop.isAccumulating(this.loops.fit.batches) ?? false;
  }

  /** True when loaders were passed to the present run, in place of the modules' own. */
  get hasPassedLoaders(): boolean {
    return this.run?.sources.arePassed ?? false;
  }

  /** Batches in a training epoch; Infinity: unknown. */
  get numTrainingBatches(): number {
    return this.loops.fit?.batches ?? Number.POSITIVE_INFINITY;
  }

  /** Of each loader, as for the other stages. */
  get numValBatches(): readonly number[] {
    const loop = this.state.fn === "validate" ? this.loops.validate : this.loops.fit?.validation;
    return loop?.batches ?? [];
  }

  get numSanityValBatches(): readonly number[] {
    const { numSanityValSteps } = this.options;
    return (this.loops.fit?.validation.batches ?? []).map((batches) => Math.min(batches, numSanityValSteps));
  }

  get numTestBatches(): readonly number[] {
    return this.loops.test?.batches ?? [];
  }

  get numPredictBatches(): readonly number[] {
    return this.loops.predict?.batches ?? [];
  }

  /** Training batches between validations; Infinity: at the end of an epoch of unknown length; null: not known yet, or counted by time. */
  get valCheckBatch(): number | null {
    return this.loops.fit?.data.valCheckBatch ?? null;
  }

  /**
   * Optimizer steps that the fit will take: what learning-rate schedules need to know. Read in `configureOptimizers` it asks for the train
   * loader. Infinity: there is no end.
   */
  get estimatedSteppingBatches(): number {
    const { maxEpochs, maxSteps } = this;
    const steps = maxSteps === -1 ? Number.POSITIVE_INFINITY : maxSteps;
    if (maxEpochs === -1) return steps;
    if (this.loops.fit?.data.load() instanceof Promise) throw loaderIsAsynchronous();
    const { numTrainingBatches } = this;
    if (!Number.isFinite(numTrainingBatches)) return maxSteps;
    return Math.min(steps, Math.ceil(numTrainingBatches / this.accumulateGradBatches) * Math.max(maxEpochs, 1));
  }

  /** True when `fit` validates: there are loaders, a `validationStep`, and a limit above 0. */
  get enableValidation(): boolean {
    return this.loops.fit?.validation.isEnabled ?? false;
  }

  get fitLoop(): FitLoop | null {
    return this.loops.fit;
  }

  get validateLoop(): EvaluationLoop | null {
    return this.loops.validate;
  }

  get testLoop(): EvaluationLoop | null {
    return this.loops.test;
  }

  /** The prediction that is running, or ran last. */
  get predictLoop(): PredictionLoop {
    if (this.loops.predict !== null) return this.loops.predict;
    throw new Error("`trainer.predictLoop` is there while `predict` runs and after it; it has not been called.");
  }

  get checkpointCallback(): Checkpoint | null {
    return this.checkpointCallbacks[0] ?? null;
  }

  get checkpointCallbacks(): readonly Checkpoint[] {
    return this.callbacks.filter((callback) => callback instanceof Checkpoint);
  }

  get earlyStoppingCallback(): EarlyStopping | null {
    return this.earlyStoppingCallbacks[0] ?? null;
  }

  get earlyStoppingCallbacks(): readonly EarlyStopping[] {
    return this.callbacks.filter((callback) => callback instanceof EarlyStopping);
  }

  /** Batches of what is running now; Infinity: unknown. */
  get numBatches(): number {
    if (this.training) return this.numTrainingBatches;
    const loop = this.#evaluation;
    return loop?.batches[loop.dataloaderIdx] ?? Number.POSITIVE_INFINITY;
  }

  /** Batch of what is running now, from 0. */
  get batchIdx(): number {
    if (this.training) return Math.max(0, this.loops.fit?.epochLoop.batchIdx ?? 0);
    return this.#evaluation?.batchIdx ?? 0;
  }

  get #evaluation(): EvaluationLoop | PredictionLoop | null | undefined {
    switch (this.state.fn) {
      case "validate":
      case "test":
      case "predict":
        return this.loops[this.state.fn];
      default:
        return this.loops.fit?.validation;
    }
  }
}

interface Loops {
  fit: FitLoop | null;
  validate: EvaluationLoop | null;
  test: EvaluationLoop | null;
  predict: PredictionLoop | null;
}

function loaderIsAsynchronous(): Error {
  return new Error(
    "`trainer.estimatedSteppingBatches` counts the batches of the train loader, and `trainDataloader` is asynchronous. Do what takes time in `setup`, and return the loader from `trainDataloader` at once.",
  );
}
