import type { Awaitable } from "../core/hooks.js";
import type { BatchSource } from "../core/loaders.js";
import { MisconfigurationException } from "../errors.js";
import { BatchFetcher } from "./batchFetcher.js";
import { limitedBatches } from "./dataSources.js";
import { LoaderReload } from "./loaderReload.js";
import { isNone, type ResolvedOptions } from "./options.js";
import { inOrder } from "./overfitting.js";
import type { Run } from "./run.js";

/** The loader of a fit: asked for when it is needed, gone through once an epoch. */
export class TrainingData {
  /** Batches in an epoch; Infinity: unknown. */
  batches = Number.POSITIVE_INFINITY;
  /** Training batches between validations; Infinity: at the end of an epoch of unknown length; null: not known yet, or counted by time. */
  valCheckBatch: number | null = null;
  #reload: LoaderReload;
  #loader: BatchSource | null = null;
  /** The pass of the first epoch begins before `onTrainStart`. */
  #firstPass: BatchFetcher | null = null;

  /** @param previous that of the last fit: until this one has its loader, what is known of the other stands. */
  constructor(
    private readonly context: Run,
    previous: TrainingData | null,
  ) {
    this.#reload = new LoaderReload(context.options.reloadDataloadersEveryNEpochs);
    if (previous === null) return;
    this.batches = previous.batches;
    this.valCheckBatch = previous.valCheckBatch;
  }

  /**
   * Asks for the loader before the first epoch, and again every so many epochs when the user wants that. A promise only when the user's
   * method gives one.
   */
  load(): Awaitable<void> {
    const { hooks, sources, options, trainer } = this.context;
    if (isNone(options.limitTrainBatches) || !this.#reload.isDue(trainer.currentEpoch)) return undefined;
    const loaders = hooks.within("trainDataloader", () => sources.load("trainDataloader"));
    return loaders instanceof Promise ? loaders.then((given) => this.#use(given)) : this.#use(loaders);
  }

  /** The loader is asked for again before the next epoch. */
  expire(): void {
    this.#reload = new LoaderReload(this.context.options.reloadDataloadersEveryNEpochs);
  }

  async beginFirstPass(): Promise<void> {
    const { options, trainer, progress } = this.context;
    // A pass that goes on where it was begins when the epoch does, like those of later epochs.
    const isFirst = progress.restart.resuming ? !progress.loaders.areComplete : trainer.currentEpoch === 0;
    if (isFirst && !isNone(options.limitTrainBatches)) this.#firstPass = await this.beginPass(0);
  }

  /** @param before batches of the pass that a checkpoint has. */
  async beginPass(before: number): Promise<BatchFetcher> {
    const first = this.#firstPass;
    this.#firstPass = null;
    const fetcher = first ?? new BatchFetcher(this.#loader as BatchSource, this.batches);
    if (first === null) await fetcher.start();
    fetcher.count(before);
    return fetcher;
  }

  /** Lets the loader go when training ends before its first pass. */
  close(): void {
    this.#firstPass?.close();
  }

  #use([loader]: readonly BatchSource[]): void {
    const { options, trainer, sources, progress } = this.context;
    const source = loader as BatchSource;
    const isWhole = isNone(options.overfitBatches);
    this.#loader = isWhole ? source : inOrder(source, "train");
    progress.loaders.attach(isWhole ? sources.flattened("trainDataloader") : [this.#loader]);
    this.batches = limitedBatches(this.#loader, options.limitTrainBatches, "trainDataloader");
    this.#reload.done(trainer.currentEpoch);
    this.valCheckBatch = batchesBetween(options, this.batches);
    if (trainer.loggers.length > 0 && options.fastDevRun === 0 && this.batches < options.logEveryNSteps) {
      console.warn(
        `The number of training batches (${this.batches}) is smaller than the logging interval Trainer({ logEveryNSteps: ${options.logEveryNSteps} }). ` +
          "Set a lower value for logEveryNSteps if you want to see logs for the training epoch.",
      );
    }
  }
}

/** Training batches between validations; Infinity: at the end of an epoch of unknown length; null: time decides. */
function batchesBetween({ valCheckInterval, checkValEveryNEpoch }: ResolvedOptions, batches: number): number | null {
  switch (valCheckInterval.kind) {
    case "time":
      return null;
    case "count":
      if (checkValEveryNEpoch !== null && valCheckInterval.batches > batches) {
        throw new RangeError(
          `\`valCheckInterval\` (${valCheckInterval.batches}) must be less than or equal to the number of the training batches (${batches}). ` +
            "To validate only after so many batches, whatever the epochs, set `checkValEveryNEpoch: null`.",
        );
      }
      return valCheckInterval.batches;
    case "fraction":
      if (Number.isFinite(batches)) return Math.max(1, Math.floor(batches * valCheckInterval.share));
      if (valCheckInterval.share === 1) return batches;
      throw new MisconfigurationException(
        `The train loader has no length, so \`valCheckInterval=${valCheckInterval.share}\` cannot be a share of its batches. Give a number of batches, or leave it out.`,
      );
  }
}
