import { tf } from "../../../runtime/backend/tf.js";
import { EarlyStopping } from "../../../runtime/callbacks/earlyStopping.js";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { CombinedLoader } from "../../../runtime/data/combinedLoader.js";
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
import { loggingIn } from "./logPrograms.js";
import type { Program } from "./programs.js";
import { manual, twoOptimizers } from "./stepPrograms.js";

type EntryPoint = "fit" | "validate" | "test" | "predict";

/** What the words of a case mean: a pattern, and the program that does it. */
interface Phrase {
  readonly pattern: RegExp;
  readonly program: (...words: readonly string[]) => unknown;
}

/** Things that are named in words. */
const THINGS: Readonly<Record<string, () => unknown>> = {
  "a string": () => "text",
  "a float": () => 0.5,
  "an int": () => 1,
  "a list": () => [1],
  None: () => null,
  "a dict without loss": () => ({ a: 1 }),
  "a dict with a float loss": () => ({ loss: 0.5 }),
  "a tensor without graph": () => tf.scalar(1),
  "a vector": () => tf.ones([2]),
};

const thing = (words: string) => (THINGS[words] ?? (() => Number(words)))();
const PHRASES: readonly Phrase[] = [
  {
    pattern: /^(fit|validate|test|predict)(?: a module)? without (?:any )?(\w+?)(?: dataloader)?(?: and (\w+))?$/,
    program: (entry, first, second) =>
      quietTrainer()[entry as EntryPoint](modelWith(without(first ?? "", second ?? ""))),
  },
  {
    pattern: /^datamodule without (\w+)$/,
    program: (loader) => quietTrainer().fit(modelWith(without(loader ?? "")), new LightningDataModule()),
  },
  {
    pattern: /^Trainer\(\)\.(fit|validate|test|predict)\(\) without/,
    program: (entry) => quietTrainer()[entry as EntryPoint](anything(undefined)),
  },
  {
    pattern: /^training_step returns (.+?)(?: \(warning\))?$/,
    program: (words) => quietTrainer().fit(modelWith({ trainingStep: () => thing(words ?? "") })),
  },
  {
    pattern: /^manual optimization, training_step returns (.+)$/,
    program: (words) => quietTrainer().fit(manual({ trainingStep: () => thing(words ?? "") })),
  },
  {
    pattern: /^manual optimization with (\w+)/,
    program: (option) => quietTrainer({ [camel(option ?? "")]: 2 }).fit(manual()),
  },
  {
    pattern: /^configure_optimizers returns (.+?)(?: \(warning\))?$/,
    program: (words) => quietTrainer().fit(modelWith({ configureOptimizers: () => thing(words ?? "") })),
  },
  {
    pattern: /^self\.log(?:_dict)?(?:\(.*\))? in (\w+?)(?: with (on_step|on_epoch)=(True|False))?$/,
    program: (hook, option, value) =>
      loggingIn(camel(hook ?? ""), 1, option === undefined ? {} : { [camel(option)]: value === "True" }),
  },
  {
    pattern: /^(validate|test|predict)\(ckpt_path='best'\) before fit/,
    program: (entry) =>
      quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint()] })[entry as EntryPoint](
        modelWith(),
        {
          ckptPath: "best",
        },
      ),
  },
  {
    pattern: /^(validate|test|predict)\(ckpt_path='best'\) without ModelCheckpoint/,
    program: async (entry) => {
      const trainer = quietTrainer();
      await trainer.fit(modelWith());
      await trainer[entry as EntryPoint](modelWith(), { ckptPath: "best" });
    },
  },
  {
    pattern: /^save_checkpoint\b.* (?:before|without)/,
    program: () => quietTrainer().saveCheckpoint("x.safetensors"),
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
    pattern: /^(fit|validate|test|predict) with CombinedLoader\((?:mode=)?'?"?(\w+)/,
    program: (entry, mode) => {
      const loader = new CombinedLoader({ a: batches(2) }, anything(mode));
      const data = entry === "fit" ? { trainDataloaders: loader } : { dataloaders: loader };
      return quietTrainer()[entry as EntryPoint](modelWith(), data);
    },
  },
  {
    pattern: /^(lr_find|scale_batch_size) without (?:an? )?(\w+)/,
    program: (method) =>
      new Tuner(quietTrainer())[method === "lr_find" ? "lrFind" : "scaleBatchSize"](new BoringModel()),
  },
  { pattern: /^(?:two|multiple|several) optimizers/, program: () => quietTrainer().fit(twoOptimizers()) },
  {
    pattern: /^(?:self\.)?log(?:ging)?\b.* twice.* different arguments/,
    program: () =>
      quietTrainer().fit(
        modelWith({
          trainingStep(this: BoringModel, batch: tf.Tensor) {
            this.log("a", 1);
            this.log("a", 1, { progBar: true });
            return tf.mean(this.forward(batch));
          },
        }),
      ),
  },
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
    pattern: /^(\w+) without (?:an? )?(?:logger|backbone)$/,
    program: (name) => quietTrainer({ callbacks: [newCallback(name ?? "")] }).fit(modelWith()),
  },
  {
    pattern: /^EarlyStopping monitor not logged/,
    program: () => quietTrainer({ callbacks: [new EarlyStopping({ monitor: "foo" })] }).fit(modelWith()),
  },
  {
    pattern: /(?:IterableDataset|unsized|without (?:a )?length|no __len__)/,
    program: () => quietTrainer({ limitTrainBatches: 0.5 }).fit(modelWith({ trainDataloader: () => unsized(4) })),
  },
];

/** The program that does what a case's text says in English; null: its words are not known. */
export function programOfEnglish(what: string): Program | null {
  for (const { pattern, program } of PHRASES) {
    const match = pattern.exec(what);
    if (match !== null) return () => program(...match.slice(1));
  }
  return null;
}

function newCallback(name: string): callbacks.Callback {
  const Class = (callbacks as unknown as Record<string, new (options: object) => callbacks.Callback>)[name];
  if (Class === undefined) throw new Error(`runtime/callbacks has no ${name}.`);
  return new Class({});
}

/** A model that lacks some methods; a loader's name takes all loaders away. */
function without(...names: readonly string[]): Methods {
  const given = names.filter((name) => name !== "" && name !== undefined).map(camel);
  const all = given.some((name) => /[dD]ataloader$/.test(name) || name === "train");
  const loaders = all ? ["trainDataloader", "valDataloader", "testDataloader", "predictDataloader"] : [];
  return Object.fromEntries([...given, ...loaders].map((name) => [name, null]));
}
