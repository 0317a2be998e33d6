import type { BatchSource } from "../core/loaders.js";
import { MisconfigurationException } from "../errors.js";
import { BatchFetcher } from "./batchFetcher.js";
import { limitedBatches } from "./dataSources.js";
import { EvaluationLoop } from "./evaluationLoop.js";
import { LoggedValues } from "./loggedValues.js";
import { isNone, type Limit } from "./options.js";
import type { Run } from "./run.js";
import { TrainingEpochLoop } from "./trainingEpochLoop.js";

/** The epochs of a fit. */
export class FitLoop {
  /** Batches in an epoch; Infinity: unknown. */
  batches = Number.POSITIVE_INFINITY;
  readonly validation: EvaluationLoop;
  readonly epochLoop: TrainingEpochLoop;
  readonly #results = new LoggedValues(true);
  #loader: BatchSource | null = null;

  constructor(private readonly context: Run) {
    this.validation = new EvaluationLoop(context, "validate");
    this.epochLoop = new TrainingEpochLoop(context, this.validation, () => this.#canStopEarly());
  }

  async run(): Promise<void> {
    const { trainer, hooks, connector } = this.context;
    await this.#sanityCheck();
    trainer.enterTraining();
    if (isNone(this.context.options.limitTrainBatches)) return;
    await this.#setUpData();
    if (this.#isDone() || this.batches === 0) return;
    if (this.validation.isEnabled && this.epochLoop.epochQualifies()) {
      trainer.enterStage("validate");
      await this.validation.setUpLoaders();
      trainer.enterStage("train");
    }
    connector.use(this.#results);
    await hooks.call("onTrainStart");
    while (!this.#isDone()) await this.#epoch();
    await hooks.call("onTrainEnd");
  }

  /** The training loop's values are those that `log` writes to from now on. */
  useResults(): void {
    this.context.connector.use(this.#results);
  }

  async #epoch(): Promise<void> {
    const { hooks, connector, progress } = this.context;
    await hooks.call("onTrainEpochStart");
    const fetcher = new BatchFetcher(this.#loader as BatchSource, this.batches);
    try {
      await this.epochLoop.runEpoch(fetcher, this.batches);
    } finally {
      fetcher.close();
    }
    connector.epochEndReached();
    progress.processedEpochs++;
    await hooks.callCallbacks("onTrainEpochEnd", "otherCallbacks");
    await hooks.callModule("onTrainEpochEnd");
    await hooks.callCallbacks("onTrainEpochEnd", "monitoringCallbacks");
    if (this.epochLoop.ranAllBatches(this.batches)) this.epochLoop.updateLrSchedulers("epoch", true, this.batches);
    // The epoch's row stands at the step of its last batch.
    progress.batchesThatStepped--;
    connector.logTrainEpoch();
    progress.batchesThatStepped++;
    progress.currentEpoch++;
  }

  async #setUpData(): Promise<void> {
    const { hooks, sources, options } = this.context;
    const loaders = await hooks.within("trainDataloader", () => sources.load("trainDataloader"));
    const [loader] = loaders;
    if (loader === undefined || loaders.length > 1) {
      throw new MisconfigurationException(
        `\`trainDataloader\` gave ${loaders.length} loaders; training takes one. Return a DataLoader (a plain array counts as a list of loaders).`,
      );
    }
    this.#loader = loader;
    this.batches = limitedBatches(loader, options.limitTrainBatches, "trainDataloader");
    this.validation.checkEveryBatches = checkEvery(
      options.valCheckInterval,
      this.batches,
      options.checkValEveryNEpoch !== null,
    );
  }

  async #sanityCheck(): Promise<void> {
    const { hooks, connector, options } = this.context;
    if (!this.validation.isEnabled || options.numSanityValSteps === 0) return;
    connector.sanityChecking = true;
    this.context.trainer.enterStage("sanity_check");
    await hooks.callCallbacks("onSanityCheckStart", "allCallbacks");
    await this.validation.run(options.numSanityValSteps);
    await hooks.callCallbacks("onSanityCheckEnd", "allCallbacks");
    connector.sanityChecking = false;
    connector.clear();
  }

  #isDone(): boolean {
    const { trainer, options, progress } = this.context;
    const stopped = (why: string) => {
      trainer.stoppedBecause(why);
      return true;
    };
    if (this.batches === 0) return stopped("No training batches.");
    if (options.maxSteps !== -1 && progress.globalStep >= options.maxSteps)
      return stopped(`\`maxSteps=${options.maxSteps}\` reached.`);
    if (options.maxEpochs !== -1 && progress.processedEpochs >= options.maxEpochs)
      return stopped(`\`maxEpochs=${options.maxEpochs}\` reached.`);
    return trainer.shouldStop && this.#canStopEarly();
  }

  #canStopEarly(): boolean {
    const { options, progress } = this.context;
    return progress.processedEpochs >= options.minEpochs && progress.globalStep >= options.minSteps;
  }
}

/** Training batches between validations. */
function checkEvery(interval: Limit, batches: number, withinEpoch: boolean): number {
  if (interval.kind === "count") {
    if (withinEpoch && interval.batches > batches) {
      throw new RangeError(
        `\`valCheckInterval\` (${interval.batches}) must be less than or equal to the number of the training batches (${batches}). ` +
          "To validate only after so many batches, whatever the epochs, set `checkValEveryNEpoch: null`.",
      );
    }
    return interval.batches;
  }
  if (batches === Number.POSITIVE_INFINITY) return batches;
  return Math.max(1, Math.floor(batches * interval.share));
}
