import { tf } from "../backend/tf.js";
import type { StepOutputs } from "../core/hooks.js";
import { MisconfigurationException } from "../errors.js";
import { optimizeBatch } from "./automaticOptimization.js";
import type { BatchFetcher } from "./batchFetcher.js";
import type { EvaluationLoop } from "./evaluationLoop.js";
import { Breather, callModuleMethod, type Run, transferBatch } from "./run.js";

/** The batches of a training epoch. */
export class TrainingEpochLoop {
  /** Batch that is running, from 0; -1 before the first. */
  batchIdx = -1;
  isLastBatch = false;
  readonly #breather = new Breather();

  constructor(
    private readonly run: Run,
    private readonly validation: EvaluationLoop,
    private readonly canStop: () => boolean,
  ) {}

  /** @param batches batches in the epoch; Infinity: until the source ends. */
  async runEpoch(fetcher: BatchFetcher, batches: number): Promise<void> {
    this.batchIdx = -1;
    this.isLastBatch = false;
    while (!this.#isDone(batches)) {
      const scope = tf.engine();
      scope.startScope();
      try {
        if (!(await this.#advance(fetcher, batches))) return;
        await this.#advanceEnd(batches);
      } finally {
        scope.endScope();
      }
      const pause = this.#breather.pause();
      if (pause !== undefined) await pause;
      this.run.trainer.throwIfInterrupted();
    }
  }

  /** True while gradients are only added up: neither enough batches nor the last one of the epoch. */
  isAccumulating(batches: number): boolean {
    const enough = (this.batchIdx + 1) % this.run.trainer.accumulateGradBatches === 0;
    return !enough && !this.ranAllBatches(batches);
  }

  ranAllBatches(batches: number): boolean {
    return this.batchIdx + 1 >= batches || this.isLastBatch;
  }

  /** Steps the schedulers that are due; those that watch a metric only when it has been logged. */
  updateLrSchedulers(interval: "step" | "epoch", plateau: boolean, batches: number): void {
    const { run } = this;
    if (!run.module.automaticOptimization || (interval === "step" && this.isAccumulating(batches))) return;
    for (const config of run.lrSchedulers) {
      const count = (config.interval === "step" ? this.batchIdx : run.trainer.currentEpoch) + 1;
      if (config.reduceOnPlateau !== plateau || config.interval !== interval || count % config.frequency !== 0)
        continue;
      const metric = plateau ? this.#monitored(config.monitor, config.strict) : null;
      if (plateau && metric === null) continue;
      callModuleMethod(run, "lrSchedulerStep", config.scheduler, metric);
    }
  }

  #isDone(batches: number): boolean {
    const { trainer, options, progress } = this.run;
    const stepsReached = options.maxSteps !== -1 && progress.globalStep >= options.maxSteps;
    if (stepsReached || (this.batchIdx >= 0 && this.ranAllBatches(batches))) return true;
    return trainer.shouldStop && this.canStop();
  }

  /** False: the epoch ended here. */
  async #advance(fetcher: BatchFetcher, batches: number): Promise<boolean> {
    const { run } = this;
    const { hooks, connector } = run;
    const pending = fetcher.next();
    const fetched = pending instanceof Promise ? await pending : pending;
    if (fetched === null) return false;
    const batchIdx = ++this.batchIdx;
    run.progress.batches++;
    this.isLastBatch = fetched.isLast;
    const batch = transferBatch(run, fetched.batch, 0);
    connector.onBatchStart(batch);
    const answer = hooks.call("onTrainBatchStart", batch, batchIdx);
    if ((answer instanceof Promise ? await answer : answer) === -1) return false;
    const outputs = run.module.automaticOptimization
      ? optimizeBatch(run, batch, batchIdx, this.isAccumulating(batches))
      : await this.#manual(batch, batchIdx);
    this.updateLrSchedulers("step", false, batches);
    if (this.ranAllBatches(batches)) this.updateLrSchedulers("epoch", false, batches);
    const end = hooks.call("onTrainBatchEnd", outputs, batch, batchIdx);
    if (end instanceof Promise) await end;
    connector.onBatchEnd();
    this.#logStep(batches);
    return true;
  }

  async #advanceEnd(batches: number): Promise<void> {
    const { run } = this;
    if (this.#shouldValidate()) {
      run.trainer.enterStage("validate");
      if (!this.isAccumulating(batches)) run.hooks.callModule("onValidationModelZeroGrad");
      await this.validation.run();
      run.connector.resumeBatches();
      run.trainer.enterTraining();
    }
    this.updateLrSchedulers("step", true, batches);
    if (!this.isAccumulating(batches)) run.progress.batchesThatStepped++;
  }

  async #manual(batch: unknown, batchIdx: number): Promise<StepOutputs> {
    const { run } = this;
    run.tape.open();
    try {
      const result = callModuleMethod(run, "trainingStep", batch, batchIdx);
      const output = result instanceof Promise ? await result : result;
      if (output instanceof tf.Tensor) return { loss: output };
      return (output ?? {}) as StepOutputs;
    } finally {
      run.tape.close();
    }
  }

  #logStep(batches: number): void {
    const { connector, options, trainer, module, progress } = this.run;
    if (module.automaticOptimization && this.isAccumulating(batches)) return;
    const due = options.logEveryNSteps > 0 && (progress.batchesThatStepped + 1) % options.logEveryNSteps === 0;
    if (due || trainer.shouldStop || options.fastDevRun > 0) connector.logStep();
  }

  #shouldValidate(): boolean {
    const { trainer, options } = this.run;
    if (!this.validation.isEnabled || !this.epochQualifies()) return false;
    const every = this.validation.checkEveryBatches;
    if (this.isLastBatch && every === Number.POSITIVE_INFINITY) return true;
    if (trainer.shouldStop && this.canStop()) return true;
    if (every === Number.POSITIVE_INFINITY) return false;
    const batches = options.checkValEveryNEpoch === null ? this.run.progress.batches : this.batchIdx + 1;
    return batches % every === 0;
  }

  /** True in the epochs in which validation runs. */
  epochQualifies(): boolean {
    const every = this.run.options.checkValEveryNEpoch;
    return every === null || (this.run.trainer.currentEpoch + 1) % every === 0;
  }

  #monitored(name: string | null, strict: boolean): number | null {
    const callbackMetrics = this.run.connector.metrics.callback;
    const value = name === null ? undefined : callbackMetrics[name];
    if (value !== undefined) return value;
    const message = `ReduceLROnPlateau conditioned on metric ${name} which is not available. Available metrics are: ${Object.keys(callbackMetrics).join(", ") || "none"}. Set \`monitor\` beside the scheduler to one that is logged.`;
    if (strict) throw new MisconfigurationException(message);
    console.warn(message);
    return null;
  }
}
