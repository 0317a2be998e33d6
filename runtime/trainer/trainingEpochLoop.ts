import { tf } from "../backend/tf.js";
import type { Awaitable, StepOutputs } from "../core/hooks.js";
import { batchWatch } from "../debug/batchWatch.js";
import { instrument } from "../profilers/instrument.js";
import { optimizeBatch } from "./automaticOptimization.js";
import type { BatchFetcher } from "./batchFetcher.js";
import type { EvaluationLoop } from "./evaluationLoop.js";
import { stepLrSchedulers } from "./lrSchedulerSteps.js";
import { runManualStep } from "./manualOptimization.js";
import { Breather, type Run, transferBatch } from "./run.js";
import { StopIteration } from "./stopIteration.js";
import { ValidationSchedule } from "./validationSchedule.js";

/** The batches of a training epoch. */
export class TrainingEpochLoop {
  readonly #breather = new Breather();
  #skipsNextValidation = false;
  #saysThatItGoesOn = false;
  /** When to validate. */
  readonly schedule: ValidationSchedule;

  constructor(
    private readonly run: Run,
    private readonly validation: EvaluationLoop,
    private readonly canStop: () => boolean,
  ) {
    this.schedule = new ValidationSchedule(run, validation, canStop);
  }

  /** Batch that is running, from 0; -1 before the first. */
  get batchIdx(): number {
    return this.run.progress.batches.current.ready - 1;
  }

  /**
   * Begins the epoch's batches anew, or goes on after the last one that a checkpoint has.
   *
   * @param batches batches in the epoch; Infinity: until the source ends.
   */
  begin(batches: number): void {
    const { progress } = this.run;
    const { restart, schedulerSteps, optimizerSteps, zeroGrads, validationBatches } = progress;
    const loops = [progress.batches, schedulerSteps, optimizerSteps, zeroGrads];
    const begin = () => {
      for (const loop of loops) loop.reset();
      validationBatches.resetTotal();
    };
    if (!restart.batches) {
      begin();
      return;
    }
    if (restart.isExact) {
      if (restart.batchPoint === "batchEnd") progress.batches.completed();
      for (const loop of loops) loop.resetToCompleted();
      return;
    }
    // A checkpoint is written before this is counted.
    if (restart.batchPoint !== "betweenBatches" && !this.isAccumulating(batches)) progress.batchesThatStepped++;
    if (restart.batchPoint === "batchEnd") {
      progress.batches.completed();
      if (progress.batches.current.completed >= batches) begin();
    }
    for (const loop of loops) loop.resetToCompleted();
    this.#warnOfLoaders(batches);
  }

  /** The middle of an epoch can be found again only by loaders that know where they were. */
  #warnOfLoaders(batches: number): void {
    const { progress, trainer } = this.run;
    const steps = Math.ceil(batches / trainer.accumulateGradBatches);
    if (!Number.isFinite(batches) || progress.globalStep % steps === 0 || progress.loaders.areComplete) return;
    console.warn(
      "You're resuming from a checkpoint that ended before the epoch ended and your dataloader is not resumable: it begins again with its first batch. " +
        "This can cause unreliable results if further training is done. Use an end-of-epoch checkpoint, or a loader with `stateDict` and `loadStateDict`, such as the runtime's DataLoader.",
    );
  }

  async runEpoch(fetcher: BatchFetcher, batches: number): Promise<void> {
    const { profiler } = this.run;
    if (profiler.isOn) instrument(profiler, fetcher, "next", "[_TrainingEpochLoop].train_dataloader_next");
    while (!this.#isDone(batches)) {
      const scope = tf.engine();
      scope.startScope();
      try {
        if (!(await this.#advance(fetcher, batches))) return;
        await this.#advanceEnd(batches);
      } catch (error) {
        if (error instanceof StopIteration) return;
        throw error;
      } finally {
        this.run.progress.restart.batchDone();
        scope.endScope();
      }
      const pause = this.#breather.pause();
      if (pause !== undefined) await pause;
      this.run.trainer.throwIfInterrupted();
    }
  }

  /** Does what was left of the batch in which a checkpoint was written. */
  async finishBatch(batches: number): Promise<void> {
    const { connector, progress } = this.run;
    const { restart, validationBatches } = progress;
    const { batchPoint } = restart;
    restart.batchDone();
    connector.resumeBatches(false);
    if (batchPoint === "none") return;
    const { isLastBatch, total } = validationBatches;
    if (batchPoint === "batchEnd") this.#logStep(batches);
    else this.#skipsNextValidation = isLastBatch && total.completed === total.ready;
    await this.#advanceEnd(batches);
  }

  /** True while gradients are only added up: neither enough batches nor the last one of the epoch. */
  isAccumulating(batches: number): boolean {
    const enough = (this.batchIdx + 1) % this.run.trainer.accumulateGradBatches === 0;
    return !enough && !this.ranAllBatches(batches);
  }

  ranAllBatches(batches: number): boolean {
    return this.batchIdx + 1 >= batches || this.run.progress.batches.isLastBatch;
  }

  /** Steps the schedulers that are due; those that watch a metric only when it has been logged. */
  updateLrSchedulers(interval: "step" | "epoch", plateau: boolean, batches: number): void {
    const { run } = this;
    if (!run.module.automaticOptimization || (interval === "step" && this.isAccumulating(batches))) return;
    stepLrSchedulers(run, interval, plateau, interval === "step" ? this.batchIdx : run.trainer.currentEpoch);
  }

  #isDone(batches: number): boolean {
    const { trainer, progress } = this.run;
    const stepsReached = trainer.maxSteps !== -1 && progress.globalStep >= trainer.maxSteps;
    const { restart } = progress;
    if (stepsReached || this.ranAllBatches(batches)) {
      // A checkpoint may have been written when the batches were done and the validation after them was not.
      if (!restart.batches || this.validation.hasRun) return true;
    }
    if (!trainer.shouldStop) return false;
    const canStop = this.canStop();
    if (!canStop && !this.#saysThatItGoesOn) {
      this.#saysThatItGoesOn = true;
      trainer.print(
        `Trainer was signaled to stop but the required \`minEpochs=${trainer.minEpochs}\` or \`minSteps=${trainer.minSteps || null}\` has not been met. Training will continue...`,
      );
    }
    return canStop;
  }

  /** False: the epoch ended here. */
  async #advance(fetcher: BatchFetcher, batches: number): Promise<boolean> {
    const { run } = this;
    const { hooks, connector, progress } = run;
    if (progress.restart.batches && (await this.#resumesAtValidation())) return true;
    progress.restart.validation = false;
    const pending = fetcher.next();
    const fetched = pending instanceof Promise ? await pending : pending;
    if (fetched === null) return false;
    progress.batches.isLastBatch = fetched.isLast;
    const batch = transferBatch(run, fetched.batch, 0);
    progress.batches.ready();
    const { batchIdx } = this;
    connector.onBatchStart(batch);
    const answer = hooks.call("onTrainBatchStart", batch, batchIdx);
    const skipsRest = (answer instanceof Promise ? await answer : answer) === -1;
    if (skipsRest) progress.batches.isLastBatch = true;
    else {
      progress.batches.started();
      batchWatch.at?.("step", run, "trainingStep");
    }
    const step = skipsRest ? {} : this.optimize(batch, batchIdx, batches);
    const outputs = step instanceof Promise ? await step : step;
    batchWatch.at?.("weights", run);
    progress.batches.processed();
    this.updateLrSchedulers("step", false, batches);
    if (this.ranAllBatches(batches)) this.updateLrSchedulers("epoch", false, batches);
    if (skipsRest) return false;
    const end = hooks.call("onTrainBatchEnd", outputs, batch, batchIdx);
    if (end instanceof Promise) await end;
    connector.onBatchEnd();
    batchWatch.at?.("metrics", run);
    progress.batches.completed();
    this.#logStep(batches);
    return true;
  }

  /** The part of a batch that trains. */
  optimize(batch: unknown, batchIdx: number, batches: number): Awaitable<StepOutputs> {
    return this.run.module.automaticOptimization
      ? optimizeBatch(this.run, batch, batchIdx, this.isAccumulating(batches))
      : runManualStep(this.run, batch, batchIdx);
  }

  /** Whether a fit that was resumed begins with the validation that its checkpoint was written in; else that one counts as done. */
  async #resumesAtValidation(): Promise<boolean> {
    const { restart } = this.run.progress;
    if (!this.schedule.isDue()) return false;
    if (restart.midValidation) return true;
    this.#skipsNextValidation = restart.batchPoint === "betweenBatches";
    if (!this.#skipsNextValidation) await this.validation.countAsRun();
    return this.#skipsNextValidation;
  }

  async #advanceEnd(batches: number): Promise<void> {
    const { run } = this;
    const skipsValidation = this.#skipsNextValidation;
    this.#skipsNextValidation = false;
    if (!skipsValidation && this.schedule.isDue()) {
      const isFirst = run.connector.isFirstBatch;
      run.trainer.enterStage("validate");
      if (!this.isAccumulating(batches)) zeroGrad(run);
      await this.validation.run();
      this.schedule.validated();
      run.trainer.enterTraining();
      run.connector.resumeBatches(isFirst);
    }
    this.updateLrSchedulers("step", true, batches);
    if (!this.isAccumulating(batches)) run.progress.batchesThatStepped++;
    if (run.trainer.shouldStop) for (const logger of run.trainer.loggers) logger.save();
  }

  #logStep(batches: number): void {
    const { connector, options, trainer, module, progress } = this.run;
    if (module.automaticOptimization && this.isAccumulating(batches)) return;
    const due = options.logEveryNSteps > 0 && (progress.batchesThatStepped + 1) % options.logEveryNSteps === 0;
    if (due || trainer.shouldStop || options.fastDevRun > 0) connector.logStep();
  }
}

/** Before a validation the gradients are of no more use. */
function zeroGrad({ hooks, module }: Run): void {
  if (module.onValidationModelZeroGrad !== undefined) hooks.callModule("onValidationModelZeroGrad");
  else for (const parameter of module.parameters()) parameter.zeroGrad();
}
