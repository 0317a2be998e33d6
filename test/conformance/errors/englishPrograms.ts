import { tf } from "../../../runtime/backend/tf.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { Tuner } from "../../../runtime/tuner/tuner.js";
import { camel } from "../names.js";
import {
  anything,
  BoringModel,
  batches,
  type Methods,
  modelWith,
  quietTrainer,
  shuffledLoader,
  unsized,
} from "./boring.js";
import { type EntryPoint, entryOf, optionsIn, type Phrase, programOf, UnknownWords } from "./phrase.js";
import type { Program } from "./programs.js";
import { parseKeywords } from "./pythonText.js";
import { manual, twoOptimizers } from "./stepPrograms.js";

/** Things that are named in words. */
const THINGS: Readonly<Record<string, (model: BoringModel) => unknown>> = {
  "a string": () => "text",
  "a float": () => 0.5,
  "an int": () => 1,
  "a list": () => [1],
  None: () => null,
  "a dict without loss": () => ({ a: 1 }),
  "a dict with a float loss": () => ({ loss: 0.5 }),
  "a tensor without graph": () => tf.scalar(1),
  "a vector": (model) => tf.mean(model.forward(tf.ones([2, 32])), 0),
  "an empty dict": () => ({}),
  "a tuple": () => [1, 2],
  "a dict with loss None": () => ({ loss: null }),
  "a dict with a string loss": () => ({ loss: "text" }),
  "a dict with a loss without graph": () => ({ loss: tf.scalar(1) }),
  "a detached tensor": () => tf.scalar(1),
};

function thing(words = ""): (this: BoringModel) => unknown {
  const make = THINGS[words];
  const value = make === undefined ? parseKeywords(`value=${words}`)?.["value"] : undefined;
  if (make === undefined && value === undefined) throw new UnknownWords(words);
  return function (this: BoringModel) {
    return make === undefined ? value : make(this);
  };
}

const PHRASES: readonly Phrase[] = [
  {
    pattern:
      /^(fit|validate|test|predict)(?: a module)? without (?!model\b)(?:any )?(\w+?)(?: dataloader)?(?: and (\w+))?$/,
    program: (entry, first, second) =>
      quietTrainer()[entry as EntryPoint](modelWith(without(first ?? "", second ?? ""))),
  },
  {
    pattern: /^datamodule without (\w+)$/,
    program: (loader) => quietTrainer().fit(modelWith(without(loader ?? "")), new LightningDataModule()),
  },
  {
    pattern: /^(?:Trainer\(\)\.)?(fit|validate|test|predict)(?:\(\))? without (?:a )?(?:previous|model)/,
    program: (entry) => quietTrainer()[entry as EntryPoint](anything(undefined)),
  },
  {
    pattern: /^training_step returns (.+)$/,
    program: (words) => quietTrainer().fit(modelWith({ trainingStep: thing(words) })),
  },
  {
    pattern: /^(validation|test|predict)_step returns (.+)$/,
    program: (step, words) => quietTrainer()[entryOf(step ?? "")](modelWith({ [`${step}Step`]: thing(words) })),
  },
  {
    pattern: /^manual optimization, training_step returns (.+)$/,
    program: (words) => quietTrainer().fit(manual({ trainingStep: thing(words) })),
  },
  {
    pattern: /^manual optimization with (\w+)(=\S+)?/,
    program: (option = "", value) =>
      quietTrainer(value === undefined ? { [camel(option)]: 2 } : optionsIn(option + value)).fit(manual()),
  },
  {
    pattern: /^configure_optimizers returns (.+)$/,
    program: (words) => quietTrainer().fit(modelWith({ configureOptimizers: thing(words) })),
  },
  {
    pattern: /^(\w+) and (\w+)$/,
    program: (first, second) => new ModelCheckpoint(anything({ [camel(first ?? "")]: 1, [camel(second ?? "")]: 1 })),
  },
  {
    pattern: /^shuffle=True (val|test|predict) loader/,
    program: (split) => {
      const loader = { [`${split}Dataloader`]: () => shuffledLoader() };
      return quietTrainer()[split === "val" ? "fit" : (split as EntryPoint)](modelWith(loader));
    },
  },
  {
    pattern: /^(lr_find|scale_batch_size) without (?:an? )?(\w+)/,
    program: (method) =>
      new Tuner(quietTrainer())[method === "lr_find" ? "lrFind" : "scaleBatchSize"](new BoringModel()),
  },
  { pattern: /^(?:two|multiple|several) optimizers/, program: () => quietTrainer().fit(twoOptimizers()) },
  {
    pattern: /^batch without (?:any )?tensors?/,
    program: () =>
      quietTrainer().fit(
        modelWith({
          trainingStep(this: BoringModel) {
            this.log("a", 1, { onEpoch: true });
            return tf.mean(this.forward(tf.ones([1, 32])));
          },
          trainDataloader: () => batches(1, () => 1),
        }),
      ),
  },
  {
    pattern: /(?:IterableDataset|unsized|without (?:a )?length|no __len__)/,
    program: () => quietTrainer({ limitTrainBatches: 0.5 }).fit(modelWith({ trainDataloader: () => unsized(4) })),
  },
];

/** The program that does what a case's text says in English; null: its words are not known. */
export function programOfEnglish(what: string): Program | null {
  return programOf(PHRASES, what);
}

/** A model that lacks some methods; a loader's name takes all loaders away. */
function without(...names: readonly string[]): Methods {
  const given = names.filter((name) => name !== "" && name !== undefined).map(camel);
  const all = given.some((name) => /[dD]ataloader$/.test(name) || name === "train");
  const loaders = all ? ["trainDataloader", "valDataloader", "testDataloader", "predictDataloader"] : [];
  return Object.fromEntries([...given, ...loaders].map((name) => [name, null]));
}
