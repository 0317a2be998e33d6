import type { StateDict } from "../checkpoint/stateful.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { dataModuleText } from "./dataModuleText.js";
import { type FromDatasetsOptions, withDatasets } from "./datasetsModule.js";
import type { Awaitable } from "./hooks.js";
import { givenHparams, type Hparams, HparamsHolder, hparamsAssigned, type SaveHparamsOptions } from "./hparams.js";
import type { Dataloaders } from "./loaders.js";
import { type LoadOptions, loadDataModule } from "./loadFromCheckpoint.js";

export interface LightningDataModule {
  /** Downloads or unpacks what is not there yet. */
  prepareData?(): Awaitable<void>;
  /** Reads and splits; runs before every fit, validate, test and predict. */
  setup?(stage: TrainerFn): Awaitable<void>;
  teardown?(stage: TrainerFn): Awaitable<void>;
  trainDataloader?(): Awaitable<Dataloaders>;
  valDataloader?(): Awaitable<Dataloaders>;
  testDataloader?(): Awaitable<Dataloaders>;
  predictDataloader?(): Awaitable<Dataloaders>;
  onBeforeBatchTransfer?(batch: unknown, dataloaderIdx: number): unknown;
  transferBatchToDevice?(batch: unknown, dataloaderIdx: number): unknown;
  onAfterBatchTransfer?(batch: unknown, dataloaderIdx: number): unknown;
  onException?(exception: unknown): Awaitable<void>;
  stateDict?(): StateDict;
  loadStateDict?(state: StateDict): void;
}

/** The data of an experiment in one place: how to get it, split it, and load it in batches. Also usable without a Trainer. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface holds the optional hooks; the Trainer calls those that are there.
export class LightningDataModule {
  /** The Trainer that uses it, while it does. */
  trainer: Trainer | null = null;
  readonly #hparams = new HparamsHolder();

  /** A data module with a loader for each of the given data sets; those for training are shuffled. */
  static fromDatasets(options: FromDatasetsOptions): LightningDataModule {
    return withDatasets(new LightningDataModule(), options);
  }

  /** A data module from a checkpoint: its constructor gets the saved hyperparameters, or those in `options`, and it the saved state. */
  static loadFromCheckpoint<T extends LightningDataModule>(
    this: new (
      ...args: never[]
    ) => T,
    path: string,
    options: LoadOptions = {},
  ): T {
    return loadDataModule(this, path, options);
  }

  /**
   * Remembers hyperparameters: they are logged with the run and saved in its checkpoints. Give them as an object,
   * `saveHyperparameters({ lr, hidden })`, or as names of fields that are set already, `saveHyperparameters("lr", "hidden")`.
   */
  saveHyperparameters(hparams: Readonly<Hparams>, options?: SaveHparamsOptions): void;
  saveHyperparameters(...names: readonly (string | SaveHparamsOptions)[]): void;
  saveHyperparameters(...given: readonly unknown[]): void {
    this.#hparams.save(...givenHparams(this, given));
  }

  get hparams(): Hparams {
    return this.#hparams.hparams;
  }

  set hparams(_: never) {
    throw hparamsAssigned(this);
  }

  /** The same as they were when saved. */
  get hparamsInitial(): Hparams {
    return this.#hparams.hparamsInitial;
  }

  get logsHyperparameters(): boolean {
    return this.#hparams.logHyperparameters;
  }

  /** Its loaders with the samples in each. */
  toString(): string {
    return dataModuleText(this);
  }
}
