import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { CombinedLoader } from "../../../runtime/data/combinedLoader.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { camel } from "../names.js";
import { anything, BoringModel, batches, modelWith, Ones, quietTrainer, shuffledLoader } from "./boring.js";
import { type EntryPoint, entryOf, LOADER_OF, type Phrase } from "./phrase.js";

const ENTRY = "(fit|validate|test|predict)";
const NO_LOADERS = { trainDataloader: null, valDataloader: null, testDataloader: null, predictDataloader: null };

/** What is wrong with what is passed to an entry point: loaders and data modules. */
export const LOADER_PHRASES: readonly Phrase[] = [
  {
    pattern: new RegExp(`^${ENTRY} with (?:a |an empty )?datamodule(?: without \\w+)?$`),
    program: (entry) => quietTrainer()[entry as EntryPoint](modelWith(NO_LOADERS), new LightningDataModule()),
  },
  {
    pattern: new RegExp(`^datamodule without \\w+, ${ENTRY}$`),
    program: (entry) => quietTrainer()[entry as EntryPoint](modelWith(NO_LOADERS), new LightningDataModule()),
  },
  {
    pattern: new RegExp(`^${ENTRY}(?: a module)? without (?:an? |any )?(val|test|predict)_dataloader$`),
    program: (entry, split) => {
      const needs = LOADER_OF[entry as EntryPoint] === split;
      return quietTrainer()[entry as EntryPoint](modelWith(needs ? NO_LOADERS : { [`${split}Dataloader`]: null }));
    },
  },
  {
    pattern: /^((?:train|val|test|predict|training|validation)_(?:dataloader|step)) (?:without|but no) (?:an? )?(\w+)$/,
    program: (has, lacks) => {
      return quietTrainer()[entryOf(has ?? "")](modelWith({ [camel(lacks ?? "")]: null }));
    },
  },
  {
    pattern: new RegExp(`^${ENTRY} with a loader that is (?:an? )?(\\w+)$`),
    program: (entry, type) => {
      const value = /^str/.test(type ?? "") ? "abc" : type === "None" ? null : 5;
      const data = entry === "fit" ? { trainDataloaders: value } : { dataloaders: value };
      return quietTrainer()[entry as EntryPoint](new BoringModel(), anything(data));
    },
  },
  {
    pattern: /^shuffle=True (train) loader/,
    program: () => quietTrainer().fit(modelWith({ trainDataloader: () => shuffledLoader() })),
  },
  {
    pattern: /^(train|val|validation|test|predict) DataLoader with an empty dataset/,
    program: (split = "") => {
      const name = split === "validation" ? "val" : split;
      const loader = { [`${name}Dataloader`]: () => new DataLoader(new Ones(0)) };
      return quietTrainer()[name === "val" ? "validate" : entryOf(name)](modelWith(loader));
    },
  },
  {
    pattern:
      /^(?:two|several|multiple) (train|val|test|predict) (?:data)?loaders, (\w+) without dataloader_idx(?: \((\w+)\))?/,
    program: (split, step = "", entry) =>
      quietTrainer()[(entry ?? entryOf(step)) as EntryPoint](
        modelWith({
          [camel(step)]: (_batch: unknown, _batchIdx: number) => {},
          [`${split}Dataloader`]: () => [batches(2), batches(2)],
        }),
      ),
  },
  {
    pattern: new RegExp(`^${ENTRY} with CombinedLoader\\((?:mode=)?'?"?(\\w+)`),
    program: (entry, mode) => {
      const loader = new CombinedLoader({ a: batches(2) }, anything(mode));
      const data = entry === "fit" ? { trainDataloaders: loader } : { dataloaders: loader };
      return quietTrainer()[entry as EntryPoint](modelWith(mode === "sequential" ? {} : OF_PARTS), data);
    },
  },
];

/** The steps of a module whose batch has one part. */
const OF_PARTS = {
  trainingStep(this: BoringModel, batch: { a: unknown }) {
    return BoringModel.prototype.trainingStep.call(this, batch.a, 0);
  },
  validationStep() {},
  testStep() {},
  predictStep() {},
};
