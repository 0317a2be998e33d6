import type { Awaitable } from "../core/hooks.js";
import type { BatchSource } from "../core/loaders.js";
import { lengthOf } from "../data/combinedLoader.js";
import { MisconfigurationException } from "../errors.js";
import { BatchFetcher } from "./batchFetcher.js";
import { LoaderReload } from "./loaderReload.js";
import { isNone, type ResolvedOptions } from "./options.js";
import type { Run } from "./run.js";

/** The loader of a fit: asked for when it is needed, gone through once an epoch. */
export class TrainingData {
  /** Batches in an epoch; Infinity: unknown. */
  batches = Number.POSITIVE_INFINITY;
  /** Training batches between validations; Infinity: at the end of an epoch of unknown length; null: not known yet, or counted by time. */
  valCheckBatch: number | null = null;
  readonly #reload: LoaderReload;
  #loader: BatchSource | null = null;
  /** A pass begins as soon as its loader is there. */
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
    if (isNone(options.limitTrainBatches)) return undefined;
    if (this.#loader !== null && !this.#reload.isDue(trainer.currentEpoch)) return undefined;
    const overfits = isNone(options.overfitBatches) ? null : "train";
    const loaders = hooks.within("trainDataloader", () => sources.load("trainDataloader", overfits));
    return loaders instanceof Promise ? loaders.then((given) => this.#use(given)) : this.#use(loaders);
  }

  /** The loader is asked for again before the next epoch. */
  expire(): void {
    this.#loader = null;
  }

  /** @param before batches of the pass that a checkpoint has. */
  async beginPass(before: number): Promise<BatchFetcher> {
    const first = this.#firstPass;
    this.#firstPass = null;
    const { trainer, progress } = this.context;
    const { resuming, batches } = progress.restart;
    const isFirst = trainer.currentEpoch === 0 || resuming || batches;
    if (!isFirst) first?.abandon();
    const begun = isFirst ? first : null;
    const fetcher = begun ?? new BatchFetcher(this.#loader as BatchSource, this.batches);
    if (begun === null) await fetcher.start();
    fetcher.count(before);
    return fetcher;
  }

  /** Lets the loader go when training ends before its first pass. */
  close(): void {
    this.#firstPass?.close();
  }

  #use([loader]: readonly BatchSource[]): Awaitable<void> {
    const { options, trainer, sources, progress } = this.context;
    const source = loader as BatchSource;
    this.#loader = source;
    progress.loaders.attach(sources.flattened("trainDataloader"));
    const limits = sources.limits("trainDataloader", options.limitTrainBatches);
    this.batches = sources.together("trainDataloader", limits);
    if (this.batches === 0) return undefined;
    this.#reload.done(trainer.currentEpoch);
    this.valCheckBatch = batchesBetween(options, this.batches);
    if (!isNone(options.limitValBatches)) checkInterval(options, this.batches);
    if (trainer.loggers.length > 0 && options.fastDevRun === 0 && this.batches < options.logEveryNSteps) {
      console.warn(
        `The number of training batches (${this.batches}) is smaller than the logging interval Trainer({ logEveryNSteps: ${options.logEveryNSteps} }). ` +
          "Set a lower value for logEveryNSteps if you want to see logs for the training epoch.",
      );
    }
    return this.#beginFirstPass(source);
  }

  /** A pass that goes on where it was begins when the epoch does; so do those of later epochs, but a source of unknown length is read ahead at once. */
  #beginFirstPass(source: BatchSource): Awaitable<void> {
    const { trainer, progress } = this.context;
    const { restart, loaders } = progress;
    const isFirst = restart.resuming ? !loaders.areComplete : trainer.currentEpoch === 0 || lengthOf(source) === null;
    if (!isFirst) return undefined;
    this.#firstPass?.abandon();
    this.#firstPass = new BatchFetcher(this.#loader as BatchSource, this.batches);
    return this.#firstPass.start();
  }
}

/** An epoch without a validation is hardly meant. */
function checkInterval({ valCheckInterval, checkValEveryNEpoch }: ResolvedOptions, batches: number): void {
  if (valCheckInterval.kind !== "count" || checkValEveryNEpoch === null || valCheckInterval.batches <= batches) return;
  throw new RangeError(
    `\`valCheckInterval\` (${valCheckInterval.batches}) must be less than or equal to the number of the training batches (${batches}). ` +
      "To validate only after so many batches, whatever the epochs, set `checkValEveryNEpoch: null`.",
  );
}

/** Training batches between validations; Infinity: at the end of an epoch of unknown length; null: time decides. */
function batchesBetween({ valCheckInterval }: ResolvedOptions, batches: number): number | null {
  switch (valCheckInterval.kind) {
    case "time":
      return null;
    case "count":
      return valCheckInterval.batches;
    case "fraction":
      if (Number.isFinite(batches)) return Math.max(1, Math.floor(batches * valCheckInterval.share));
      if (valCheckInterval.share === 1) return batches;
      throw new MisconfigurationException(
        `The train loader has no length, so \`valCheckInterval=${valCheckInterval.share}\` cannot be a share of its batches. Give a number of batches, or leave it out.`,
      );
  }
}
