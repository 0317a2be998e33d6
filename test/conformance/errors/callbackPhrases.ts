import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { Tuner } from "../../../runtime/tuner/tuner.js";
import { camel, EXCEPTIONS } from "../names.js";
import { anything, BoringModel, modelWith, quietTrainer } from "./boring.js";
import { optionsIn, type Phrase, UnknownWords } from "./phrase.js";
import { manual, twoOptimizers } from "./stepPrograms.js";

/** What is wrong with callbacks, alone or together with something else, and with the tuner. */
export const CALLBACK_PHRASES: readonly Phrase[] = [
  {
    pattern:
      /^two (?:identical )?([A-Z]\w+?)s?(?: callbacks)?(?: with (the same|different|another) (\w+)(?: and another (\w+))?)?$/,
    program: (name, how, what, other) => {
      const differing = how === "different" || how === "another" ? what?.replace(/s$/, "") : other;
      const second = differing === undefined ? {} : { [differing]: differing === "mode" ? "max" : "b" };
      return withCallbacks({}, callback(name), callback(name, second));
    },
  },
  {
    pattern: /^(?:two|multiple) progress bar callbacks/,
    program: () => withCallbacks({ enableProgressBar: true }, callback("ProgressBar"), callback("ProgressBar")),
  },
  {
    pattern: /^([A-Z]\w+) monitor (?:is )?not (?:logged|available)(.*)$/,
    program: (name, rest) => {
      const { fastDevRun, ...options } = optionsIn(rest);
      const trainer = withCallbacks({ fastDevRun }, callback(name, { monitor: "foo", ...options }));
      return trainer.fit(modelWith(/no val/.test(rest ?? "") ? { valDataloader: null } : {}));
    },
  },
  {
    pattern: /^(?:manual optimization with (?:an? )?([A-Z]\w+)|([A-Z]\w+) with manual optimization)$/,
    program: (name, same) => withCallbacks({}, callback(name ?? same)).fit(manual()),
  },
  {
    pattern: /^([A-Z]\w+) with (?:two|several|multiple) optimizers/,
    program: (name) => withCallbacks({}, callback(name)).fit(twoOptimizers()),
  },
  {
    pattern: /^(\w+(?:=\S+)?) with (?:an? )?(?!Iterable)([A-Z]\w+)$/,
    program: (option, name) => {
      const options = option === "max_time" ? { maxTime: "00:00:00:10" } : optionsIn(option);
      return quietTrainer({ ...options, callbacks: [callback(name)] }).fit(modelWith());
    },
  },
  {
    pattern: /^([A-Z]\w+)(?: (\w+))? with (\w+=\S+)$/,
    program: (name, option, options) =>
      callback(name, { ...(option === undefined ? {} : { [camel(option)]: true }), ...optionsIn(options) }),
  },
  {
    pattern: /^([A-Z]\w+)\((.*)\),? (?:then|and|in|during) (?:an? |the )?(?:trainer\.)?fit\b/,
    program: (name, options) => {
      const dirpath = mkdtempSync(`${tmpdir()}/conformance-`);
      const given = { ...(name === "ModelCheckpoint" && { dirpath }), ...optionsIn(options) };
      return withCallbacks({ enableCheckpointing: true }, callback(name, given)).fit(modelWith());
    },
  },
  {
    pattern: /^([A-Z]\w+)\((.*)\) without (?:an? )?logger$/,
    program: (name, options) => withCallbacks({}, callback(name, optionsIn(options))).fit(modelWith()),
  },
  {
    pattern: /^([A-Z]\w+) without (?:an? )?(monitor|dirpath|scheduling|swa_lrs|batch_size_fn)$/,
    program: (name, option) => callback(name, { [camel(option ?? "")]: undefined }),
  },
  {
    pattern: /^([A-Z]\w+) without (?:any )?(?:an? )?(?:lr )?(\w+)$/,
    program: (name, lacks) => {
      const isLogged = lacks === "optimizers" || lacks === "schedulers";
      const model = modelWith(lacks === "optimizers" ? { configureOptimizers: () => null } : {});
      return withCallbacks(isLogged ? { logger: true } : {}, callback(name)).fit(model);
    },
  },
  {
    pattern: /^callback defines (\w+)$/,
    program: (hook) => {
      class Defining extends callbacks.Callback {}
      Object.defineProperty(Defining.prototype, camel(hook ?? ""), { value() {} });
      return quietTrainer({ callbacks: [new Defining()] }).fit(modelWith());
    },
  },
  {
    pattern: /^Tuner with (?:an? )?(\w+) callback/,
    program: (name) => {
      const tuner = new Tuner(withCallbacks({}, callback(name)));
      return /Batch/.test(name ?? "") ? tuner.scaleBatchSize(new BoringModel()) : tuner.lrFind(new BoringModel());
    },
  },
  {
    pattern: /^(?:tuner\.|Tuner\.)?(lr_find|scale_batch_size) with (.+)$/,
    program: (method, words) => {
      const { fastDevRun, ...options } = optionsIn(words);
      const tuner = new Tuner(quietTrainer(anything({ fastDevRun })));
      const model = Object.assign(new BoringModel(), fastDevRun === undefined ? {} : { lr: 0.1, batchSize: 2 });
      return tuner[camel(method ?? "") as "lrFind" | "scaleBatchSize"](model, anything(options));
    },
  },
];

/** What a callback is made with when the case does not say. */
const DEFAULTS: Readonly<Record<string, object>> = {
  EarlyStopping: { monitor: "a" },
  GradientAccumulationScheduler: { scheduling: { 1: 2 } },
  StochasticWeightAveraging: { swaLrs: 0.01 },
  Timer: { duration: "00:00:00:10" },
  OnExceptionCheckpoint: { dirpath: "x" },
  ThroughputMonitor: { batchSizeFn: () => 1 },
};

function callback(name = "", options: object = {}): callbacks.Callback {
  const ours = EXCEPTIONS.classes[name] ?? name;
  const Class = (callbacks as unknown as Record<string, new (options: object) => callbacks.Callback>)[ours];
  if (Class === undefined) throw new UnknownWords(name);
  const monitored = Class === (ModelCheckpoint as unknown) && "monitor" in options ? { monitor: "a" } : {};
  return new Class({ ...DEFAULTS[ours], ...monitored, ...options });
}

/** A Trainer with callbacks, which may write checkpoints when one of them is for that. */
function withCallbacks(options: object, ...given: readonly callbacks.Callback[]) {
  const writes = given.some((one) => one instanceof ModelCheckpoint);
  return quietTrainer({ ...(writes ? { enableCheckpointing: true } : {}), ...options, callbacks: [...given] });
}
