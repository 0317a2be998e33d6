import { metricsOf } from "../core/metricPlaces.js";
import { batchWatch } from "../debug/batchWatch.js";
import { instrument } from "../profilers/instrument.js";
import { generator } from "../random.js";
import { EvaluationLoop } from "./evaluationLoop.js";
import { LoggedValues } from "./loggedValues.js";
import { isNone } from "./options.js";
import type { Run } from "./run.js";
import { warnOfEvaluationMode } from "./runWarnings.js";
import { TrainingData } from "./trainingData.js";
import { TrainingEpochLoop } from "./trainingEpochLoop.js";

/** The epochs of a fit. */
export class FitLoop {
  readonly data: TrainingData;
  readonly validation: EvaluationLoop;
  readonly epochLoop: TrainingEpochLoop;
  readonly #results = new LoggedValues(true);

  /** @param previous the last fit's loop: until this one has its loaders, what is known of theirs stands. */
  constructor(
    private readonly context: Run,
    previous: FitLoop | null = null,
  ) {
    this.data = new TrainingData(context, previous?.data ?? null);
    this.validation = new EvaluationLoop(context, "validate", context.progress.validationBatches);
    this.epochLoop = new TrainingEpochLoop(context, this.validation, () => this.#canStopEarly());
    if (context.profiler.isOn) {
      instrument(context.profiler, this.epochLoop, "runEpoch", "run_training_epoch");
      instrument(context.profiler, this.epochLoop, "optimize", "run_training_batch");
    }
    context.progress.attachResults({
      stateDict: () => this.#results.save(metricsOf(context.module)),
      loadStateDict: (state) => this.#results.load(state, metricsOf(context.module)),
    });
    if (previous === null) return;
    this.validation.batches = previous.validation.batches;
    this.validation.hasRun = previous.validation.hasRun;
  }

  async run(): Promise<void> {
    await this.#sanityCheck();
    this.context.trainer.enterTraining();
    try {
      await this.data.load();
      if (!this.#isDone() && !isNone(this.context.options.limitTrainBatches)) await this.#train();
    } finally {
      this.data.close();
    }
  }

  /** Batches in an epoch; Infinity: unknown. */
  get batches(): number {
    return this.data.batches;
  }

  /** The training loop's values are those that `log` writes to from now on. */
  useResults(): void {
    this.context.connector.use(this.#results);
  }

  async #train(): Promise<void> {
    const { trainer, hooks, connector, progress } = this.context;
    this.#locateRestart();
    if (this.validation.isEnabled && !this.validation.hasLoaders && this.epochLoop.schedule.epochQualifies()) {
      trainer.enterStage("validate");
      await this.validation.setUpLoaders();
      trainer.enterStage("train");
    }
    connector.use(this.#results);
    warnOfEvaluationMode(this.context.module);
    await hooks.call("onTrainStart");
    while (!this.#isDone()) {
      await this.data.load();
      try {
        await this.#epoch();
      } finally {
        progress.restart.epochDone();
      }
    }
    await hooks.call("onTrainEnd");
  }

  /** Where a resumed fit goes on, and what of its progress is made good first. */
  #locateRestart(): void {
    const { progress, trainer } = this.context;
    const { restart, epochs, batches, validationBatches } = progress;
    restart.locate(progress, progress.loadResults());
    const { epochPoint, batchPoint } = restart;
    if (epochPoint === "epochStart") epochs.resetToCompleted();
    if (epochPoint === "resumedAtEpochEnd") epochs.completed();
    // Saved at the end of an epoch's last batch: what was left of that epoch is not run.
    if (batchPoint === "batchEnd" && batches.isLastBatch && !restart.isExact) {
      if (epochPoint === "midEpoch") epochs.processed();
      if (epochPoint === "midEpoch" || !validationBatches.isLastBatch) epochs.completed();
    }
    if (trainer.maxSteps === -1) epochs.current.completed = epochs.current.processed;
  }

  async #epoch(): Promise<void> {
    const { hooks, connector, progress } = this.context;
    const { epochs, restart } = progress;
    if (restart.epochPoint !== "midEpoch" && restart.epochPoint !== "epochEnd") {
      if (restart.epochPoint !== "epochStart") epochs.ready();
      await hooks.call("onTrainEpochStart");
      epochs.started();
    }
    this.epochLoop.begin(this.batches);
    if (restart.isExact) await this.epochLoop.finishBatch(this.batches);
    // A pass that nobody takes a batch of would draw an order all the same.
    if (!restart.isExact || !this.epochLoop.ranAllBatches(this.batches)) await this.#runBatches();
    connector.epochEndReached();
    epochs.processed();
    await hooks.callCallbacks("onTrainEpochEnd", "otherCallbacks");
    await hooks.callModule("onTrainEpochEnd");
    await hooks.callCallbacks("onTrainEpochEnd", "monitoringCallbacks");
    connector.epochEnded();
    batchWatch.at?.("metrics", this.context);
    if (!restart.epochs && this.epochLoop.ranAllBatches(this.batches))
      this.epochLoop.updateLrSchedulers("epoch", true, this.batches);
    // The epoch's row stands at the step of its last batch.
    progress.batchesThatStepped--;
    connector.logTrainEpoch();
    progress.batchesThatStepped++;
    epochs.completed();
  }

  async #runBatches(): Promise<void> {
    const fetcher = await this.data.beginPass(this.context.progress.batches.current.ready);
    try {
      await this.epochLoop.runEpoch(fetcher, this.batches);
    } finally {
      fetcher.close();
    }
  }

  async #sanityCheck(): Promise<void> {
    const { hooks, connector, options, progress } = this.context;
    if (!this.validation.isEnabled || options.numSanityValSteps === 0 || progress.restart.validation) return;
    connector.sanityChecking = true;
    this.context.trainer.enterStage("sanity_check");
    const random = generator.stateDict();
    await hooks.callCallbacks("onSanityCheckStart", "allCallbacks");
    await this.validation.run(options.numSanityValSteps);
    // It leaves no trace, in the random numbers neither.
    generator.loadStateDict(random);
    await hooks.callCallbacks("onSanityCheckEnd", "allCallbacks");
    connector.sanityChecking = false;
    connector.clear();
    progress.validationBatches.reset();
    progress.validationBatches.resetTotal();
  }

  #isDone(): boolean {
    const { trainer, progress } = this.context;
    const stopped = (why: string) => {
      trainer.stoppedBecause(why);
      return true;
    };
    if (this.batches === 0) return stopped("No training batches.");
    if (trainer.maxSteps !== -1 && progress.globalStep >= trainer.maxSteps)
      return stopped(`\`maxSteps=${trainer.maxSteps}\` reached.`);
    if (trainer.maxEpochs !== -1 && progress.processedEpochs >= trainer.maxEpochs) {
      progress.epochs.current.completed = progress.processedEpochs;
      return stopped(`\`maxEpochs=${trainer.maxEpochs}\` reached.`);
    }
    return trainer.shouldStop && this.#canStopEarly();
  }

  #canStopEarly(): boolean {
    const { trainer, progress } = this.context;
    return progress.processedEpochs >= trainer.minEpochs && progress.globalStep >= trainer.minSteps;
  }
}
