import { BatchSizeFinder } from "../callbacks/batchSizeFinder.js";
import type { Callback } from "../callbacks/callback.js";
import { LearningRateFinder } from "../callbacks/learningRateFinder.js";
import { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Dataloaders } from "../core/loaders.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import type { LrFindOptions } from "./lrFind.js";
import type { LrFinder } from "./lrFinder.js";
import type { ScaleBatchSizeOptions } from "./scaleBatchSize.js";

/** Where a tuner's batches come from, and which run it tries. */
export interface TunerData {
  readonly trainDataloaders?: Dataloaders;
  readonly valDataloaders?: Dataloaders;
  /** For `method` "validate", "test" and "predict". */
  readonly dataloaders?: Dataloaders;
  readonly datamodule?: LightningDataModule;
  /** Default "fit". */
  readonly method?: TrainerFn;
}

const METHODS = ["fit", "validate", "test", "predict"] as const;

/** Looks for a learning rate or a batch size before training: `await new Tuner(trainer).lrFind(model, { datamodule })`. */
export class Tuner {
  constructor(private readonly trainer: Trainer) {}

  /**
   * Trains a few steps while the learning rate grows from `minLr` to `maxLr`, and puts the model back as it was. The suggestion is set on
   * the model unless `updateAttr` is false.
   *
   * @returns the rates with their losses; null in a `fastDevRun`.
   */
  async lrFind(
    module: LightningModule,
    options: LightningDataModule | (TunerData & LrFindOptions) = {},
  ): Promise<LrFinder | null> {
    const { data, search } = parted<LrFindOptions>(options);
    if ((data.method ?? "fit") !== "fit") {
      throw new MisconfigurationException(
        `The learning rate finder trains, so that its \`method\` is "fit", not "${data.method}". Leave it out.`,
      );
    }
    const { numTraining = 100, ...finderOptions } = search;
    const finder = new LearningRateFinder({ ...finderOptions, numTrainingSteps: numTraining }, true);
    await this.#run(finder, module, data);
    return finder.optimalLr;
  }

  /**
   * Tries larger and larger batches until memory is full or the data are too few, and sets the size on the module or the data module.
   *
   * @returns the size; null in a `fastDevRun`.
   */
  async scaleBatchSize(
    module: LightningModule,
    options: LightningDataModule | (TunerData & ScaleBatchSizeOptions) = {},
  ): Promise<number | null> {
    const { data, search } = parted<ScaleBatchSizeOptions>(options);
    const finder = new BatchSizeFinder(search, true);
    await this.#run(finder, module, data);
    return finder.optimalBatchSize;
  }

  /** A run of the Trainer that the finder ends. */
  async #run(finder: Callback, module: LightningModule, data: TunerData): Promise<void> {
    const { trainer } = this;
    const { method = "fit", trainDataloaders, valDataloaders, dataloaders, datamodule } = data;
    checkData(data);
    if (trainer.callbacks.some((callback) => callback.constructor === finder.constructor)) {
      throw new Error(
        `The Trainer has a \`${finder.constructor.name}\` among its callbacks already. Remove it to use the Tuner.`,
      );
    }
    const own = datamodule === undefined ? {} : { datamodule };
    trainer.callbacks = [finder, ...trainer.callbacks];
    try {
      if (method === "fit") {
        await trainer.fit(module, {
          ...own,
          ...(trainDataloaders && { trainDataloaders }),
          ...(valDataloaders && { valDataloaders }),
        });
      } else await trainer[method](module, { ...own, ...(dataloaders && { dataloaders }) });
    } finally {
      trainer.callbacks = trainer.callbacks.filter((callback) => callback !== finder);
    }
  }
}

function checkData({ method = "fit", trainDataloaders, valDataloaders, dataloaders }: TunerData): void {
  if (!METHODS.includes(method))
    throw new RangeError(`Tuner: \`method\` is "${method}"; it should be ${alternatives(METHODS)}.`);
  if (method === "fit" && dataloaders !== undefined) {
    throw new MisconfigurationException(
      'In a Tuner with the method "fit" use `trainDataloaders` and `valDataloaders` in place of `dataloaders`.',
    );
  }
  if (method !== "fit" && (trainDataloaders ?? valDataloaders) !== undefined) {
    throw new MisconfigurationException(
      `In a Tuner with the method "${method}" use \`dataloaders\` in place of \`trainDataloaders\` and \`valDataloaders\`.`,
    );
  }
}

/** What says where the batches come from, and what says how to search. */
function parted<Search extends object>(
  options: LightningDataModule | (TunerData & Search),
): { readonly data: TunerData; readonly search: Omit<Search, keyof TunerData> } {
  if (options instanceof LightningDataModule) return { data: { datamodule: options }, search: {} as Search };
  const { trainDataloaders, valDataloaders, dataloaders, datamodule, method, ...search } = options;
  const data = {
    ...(trainDataloaders && { trainDataloaders }),
    ...(valDataloaders && { valDataloaders }),
    ...(dataloaders && { dataloaders }),
    ...(datamodule && { datamodule }),
    ...(method && { method }),
  };
  return { data, search };
}
