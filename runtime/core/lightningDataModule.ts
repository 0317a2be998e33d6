import type { StateDict } from "../checkpoint/stateful.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import type { Awaitable } from "./hooks.js";
import { type Hparams, HparamsHolder } from "./hparams.js";
import type { Dataloaders } from "./loaders.js";

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

  /** Remembers hyperparameters: they are logged with the run. */
  saveHyperparameters(
    hparams: Readonly<Hparams>,
    options: { readonly ignore?: readonly string[]; readonly logger?: boolean } = {},
  ): void {
    this.#hparams.save(hparams, options);
  }

  get hparams(): Hparams {
    return this.#hparams.hparams;
  }

  get logsHyperparameters(): boolean {
    return this.#hparams.logHyperparameters;
  }
}
