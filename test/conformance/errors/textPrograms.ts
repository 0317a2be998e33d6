import { tf } from "../../../runtime/backend/tf.js";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { CombinedLoader } from "../../../runtime/data/combinedLoader.js";
import * as runtime from "../../../runtime/index.js";
import { OPTION_NAMES } from "../../../runtime/trainer/options/trainerOptions.js";
import { camel } from "../names.js";
import { anything, BoringModel, batches, modelWith, quietTrainer, unsized } from "./boring.js";
import { loggingIn } from "./logPrograms.js";
import type { Program } from "./programs.js";
import { isCall, type PythonCall, parseCall, parseKeywords } from "./pythonText.js";

type Options = Readonly<Record<string, unknown>>;

/** The program that does what a case's text says, when it says so in Python: `Trainer(max_epochs=-2)`; null: in English. */
export function programOfText(what: string): Program | null {
  const removed = /^module defines (\w+)$/.exec(what)?.[1];
  if (removed !== undefined) return () => quietTrainer().fit(modelWith({ [camel(removed)]: () => {} }));
  const returned = /^(\w+_dataloader)\(\) returns (.*)$/.exec(what);
  if (returned !== null) return loaderReturns(camel(returned[1] ?? ""), returned[2] ?? "");
  const keywords = parseKeywords(what);
  if (keywords !== null) {
    const count = Number(/\b(\d+) batches/.exec(what)?.[1] ?? 4);
    return keywordProgram(keywords, count, /Iterable|unsized|length|__len__/.test(what));
  }
  const call = parseCall(what) ?? parseCall(/\bTrainer\(.+\)/.exec(what)?.[0] ?? "");
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
  if (method !== undefined) return entryProgram(method as EntryPoint, options);
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
  const Class = (callbacks as unknown as Record<string, (new (options: Options) => unknown) | undefined>)[name];
  if (Class === undefined) return null;
  const leading = Object.fromEntries(args.map((value, i) => [LEADING[name]?.[i] ?? `argument${i}`, value]));
  return () => new Class({ ...leading, ...options });
}

type EntryPoint = "fit" | "validate" | "test" | "predict";

/** A call of the Trainer with data that are written out (`5`), or only named (`...`). */
function entryProgram(method: EntryPoint, options: Options): Program | null {
  if (options["ckptPath"] === "last" || options["ckptPath"] === "best") return null;
  if (Object.keys(options).length === 0) return null;
  const data = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, meant(name, value)]));
  return () => quietTrainer()[method](new BoringModel(), data);
}

function meant(name: string, value: unknown): unknown {
  const isNamed = typeof value === "object" && value !== null && "kind" in value && value.kind === "name";
  if (!isNamed) return value;
  return name === "datamodule" ? new (class extends LightningDataModule {})() : batches(2);
}

function loaderReturns(loader: string, text: string): Program {
  const value = parseKeywords(`value=${text}`)?.["value"];
  return () => quietTrainer().fit(modelWith({ [loader]: () => value }));
}

function logProgram(args: readonly unknown[], options: Options): Program | null {
  const [name, value] = args;
  if (typeof name !== "string" || args.length < 2) return null;
  const tensor = isCall(value) && /(^|\.)tensor$/.test(value.name) ? (value.args[0] as number[]) : null;
  return () => loggingIn("trainingStep", tensor === null ? value : () => tf.tensor(tensor), options, name);
}

function tunerProgram(method: string, options: Options): Program {
  return () => {
    const { Tuner } = runtime as unknown as {
      Tuner: new (trainer: unknown) => Record<string, (...args: unknown[]) => unknown>;
    };
    return new Tuner(quietTrainer())[method]?.(new BoringModel(), options);
  };
}
