import * as callbacks from "../../../runtime/callbacks/index.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import { CombinedLoader } from "../../../runtime/data/combinedLoader.js";
import * as runtime from "../../../runtime/index.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { OPTION_NAMES } from "../../../runtime/trainer/options/trainerOptions.js";
import { camel, EXCEPTIONS, ourLogOptions } from "../names.js";
import { anything, BoringModel, batches, modelWith, quietTrainer, unsized } from "./boring.js";
import { loggingIn } from "./logPrograms.js";
import { type EntryPoint, entryOf } from "./phrase.js";
import type { Program } from "./programs.js";
import { isCall, type PythonCall, type PythonName, parseCall, parseKeywords } from "./pythonText.js";

type Options = Readonly<Record<string, unknown>>;

/** The program that does what a case's text says, when it says so in Python: `Trainer(max_epochs=-2)`; null: in English. */
export function programOfText(what: string): Program | null {
  const removed = /^module defines (\w+)$/.exec(what)?.[1];
  if (removed !== undefined) return () => quietTrainer().fit(modelWith({ [camel(removed)]: () => {} }));
  const returned = /^(\w+_dataloader)\(\) returns (.*)$/.exec(what);
  if (returned !== null) return loaderReturns(camel(returned[1] ?? ""), returned[2] ?? "");
  const keywords = parseKeywords(what);
  if (keywords !== null) {
    const count = Number(/\b(\d+) (?:\w+ )?batches/.exec(what)?.[1] ?? 4);
    return keywordProgram(keywords, count, /Iterable|unsized|length|__len__/.test(what));
  }
  const call = parseCall(what.replace(/^[Tt]uner\./, "")) ?? parseCall(/\bTrainer\(.+\)/.exec(what)?.[0] ?? "");
  return call === null ? null : callProgram(call);
}

/** Options of the Trainer and a run with so many batches, or options of a ModelCheckpoint. */
function keywordProgram(options: Options, count: number, isUnsized: boolean): Program | null {
  const names = Object.keys(options);
  if (names.every((name) => /^(every|save|train|mode$|monitor$|filename$|dirpath$)/.test(name))) {
    return () => new ModelCheckpoint(options);
  }
  if (!names.every((name) => (OPTION_NAMES as readonly string[]).includes(name))) return null;
  const loader = () => (isUnsized ? unsized(count) : batches(count));
  const loaders = { trainDataloader: loader, valDataloader: loader, testDataloader: loader, predictDataloader: loader };
  const entry = "limitTestBatches" in options ? "test" : "limitPredictBatches" in options ? "predict" : "fit";
  return () => quietTrainer(options)[entry](modelWith(loaders));
}

function callProgram(call: PythonCall): Program | null {
  const { name, args, options } = call;
  const method = /^(?:trainer\.)?(fit|validate|test|predict)$/.exec(name)?.[1];
  if (method !== undefined) return entryProgram(method as EntryPoint, args, options);
  if (name === "Trainer") return () => quietTrainer(options);
  if (name === "self.log") return logProgram(args, options);
  if (name === "CombinedLoader")
    return () => new CombinedLoader({ a: batches(1) }, anything(options["mode"] ?? args[1]));
  if (name === "seed_everything") return () => runtime.seedEverything(anything(args[0]));
  if (name === "scale_batch_size" || name === "lr_find") return tunerProgram(camel(name), options);
  return callbackProgram(call);
}

/** Names of a callback's leading arguments, which Python may give by their place. */
const LEADING: Readonly<Record<string, readonly string[]>> = {
  EarlyStopping: ["monitor", "minDelta", "patience"],
  ModelCheckpoint: ["dirpath", "filename", "monitor"],
  OnExceptionCheckpoint: ["dirpath", "filename"],
  LearningRateMonitor: ["loggingInterval"],
  Timer: ["duration", "interval"],
  GradientAccumulationScheduler: ["scheduling"],
  BasePredictionWriter: ["writeInterval"],
  StochasticWeightAveraging: ["swaLrs", "swaEpochStart"],
  BackboneFinetuning: ["unfreezeBackboneAtEpoch"],
  DeviceStatsMonitor: ["cpuStats"],
  ModelSummary: ["maxDepth"],
};

function callbackProgram({ name, args, options }: PythonCall): Program | null {
  const ours = EXCEPTIONS.classes[name] ?? name;
  const Class = (callbacks as unknown as Record<string, (new (options: Options) => unknown) | undefined>)[ours];
  if (Class === undefined) return null;
  const leading = Object.fromEntries(args.map((value, i) => [LEADING[name]?.[i] ?? `argument${i}`, value]));
  return () => new Class({ ...leading, ...options });
}

/** A call of the Trainer with data that are written out (`5`), or only named (`...`). */
function entryProgram(method: EntryPoint, args: readonly unknown[], options: Options): Program | null {
  if (options["ckptPath"] === "last" || options["ckptPath"] === "best") return null;
  const [model] = args;
  if (args.length === 1 && Object.keys(options).length === 0) return () => quietTrainer()[method](notModel(model));
  if (Object.keys(options).length === 0) return null;
  const data = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, meant(name, value)]));
  return () => quietTrainer()[method](new BoringModel(), data);
}

/** What is passed in the place of a model. */
function notModel(value: unknown): LightningModule {
  if (!isNamed(value) && !isCall(value)) return anything(value);
  if (/datamodule/i.test(value.name)) return anything(new LightningDataModule());
  if (/Linear/.test(value.name)) return anything(new Linear(1, 1));
  return anything(value.name === "BoringModel" && !isCall(value) ? BoringModel : {});
}

function isNamed(value: unknown): value is PythonName {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "name";
}

function meant(name: string, value: unknown): unknown {
  if (!isNamed(value)) return value;
  return name === "datamodule" ? new (class extends LightningDataModule {})() : batches(2);
}

function loaderReturns(loader: string, text: string): Program {
  const value = parseKeywords(`value=${text}`)?.["value"];
  return () => quietTrainer()[entryOf(loader)](modelWith({ [loader]: () => value }));
}

function logProgram(args: readonly unknown[], options: Options): Program | null {
  const [name, value] = args;
  if (args.length < 2) return null;
  const number = typeof value === "string" && /^-?\d+\.0$/.test(value) ? Number(value) : value;
  return () => loggingIn("trainingStep", number, reduced(options), anything(name));
}

/** Functions of Python and torch by their names: `reduce_fx=torch.max`. */
function reduced(options: Options): Options {
  const { reduceFx, ...others } = ourLogOptions(options);
  if (reduceFx === undefined) return others;
  return { ...others, reduceFx: isNamed(reduceFx) ? reduceFx.name.split(".").at(-1) : reduceFx };
}

function tunerProgram(method: string, options: Options): Program {
  return () => {
    const { Tuner } = runtime as unknown as {
      Tuner: new (trainer: unknown) => Record<string, (...args: unknown[]) => unknown>;
    };
    return new Tuner(quietTrainer())[method]?.(new BoringModel(), options);
  };
}
