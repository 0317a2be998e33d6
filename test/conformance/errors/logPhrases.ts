import { Callback } from "../../../runtime/callbacks/callback.js";
import type { LogOptions } from "../../../runtime/trainer/loggedValues.js";
import { camel, ourLogOptions } from "../names.js";
import { anything, BoringModel, modelWith, quietTrainer } from "./boring.js";
import { loggedOf, loggingIn } from "./logPrograms.js";
import { type EntryPoint, entryOf, optionsIn, type Phrase } from "./phrase.js";
import { parseCall } from "./pythonText.js";

const ENTRY = "fit|validate|test|predict";

/** Where and how something is logged. */
export const LOG_PHRASES: readonly Phrase[] = [
  {
    pattern: /^(?:self\.)?log(?:_dict)?(?:\(.*\))? in (?:(\w+) (?:of|in) a callback|a callback's (\w+))$/,
    program: (hook, same) => loggingInCallback(camel(hook ?? same ?? "")),
  },
  {
    pattern: new RegExp(
      `^(?:calling )?(?:self\\.)?log(?:ging)?(?:_dict)?(?:\\((.*)\\))? (?:in|inside|from) (\\w+?)(?: (?:during|of|while) (${ENTRY}))?(?: with (.+))?$`,
    ),
    program: (called, hook, entry, options) => {
      const given = { ...optionsIn(called), ...optionsIn(options) } as LogOptions;
      return loggingIn(camel(hook ?? ""), 1, given, "a", entry as EntryPoint | undefined);
    },
  },
  {
    pattern: /^self\.log with barebones=True$|^Trainer\(barebones=True\) and self\.log$/,
    program: () => loggingIn("trainingStep", 1, {}, "a", "fit", { barebones: true }),
  },
  {
    pattern: /^self\.log (?:\w+ )*with (?:an? |the )?.*dataloader_idx/,
    program: () => loggingIn("trainingStep", 1, {}, "a/dataloader_idx_0"),
  },
  {
    pattern: /^self\.log(?:\(| with )(\w+=.+?)\)?$/,
    program: (options) => loggingIn("trainingStep", 1, ourLogOptions(optionsIn(options))),
  },
  {
    pattern: /^self\.log (?:of )?(?:the )?same (?:key|name) .*different/,
    program: () => loggedTwice({ progBar: true }),
  },
  {
    pattern: new RegExp(`^module\\.log(?:_dict)? after (${ENTRY}), outside`),
    program: async (entry) => {
      const model = new BoringModel();
      await quietTrainer()[entry as EntryPoint](model);
      model.log("a", 1);
    },
  },
  {
    pattern: /^module\.log_dict without a trainer/,
    program: () => new BoringModel().logDict({ a: 1 }),
  },
  {
    pattern: /^self\.log_dict with a nested dict/,
    program: () => logged("self.log_dict({'a': {'b': {'c': 1}}})"),
  },
  {
    pattern: /^(self\.log_dict\(.+\))$/,
    program: (text) => logged(text),
  },
  {
    pattern: /^(self\.log)\(?.* twice (?:in .*)?with (?:a )?different (\w+)/,
    program: (_call, what) => loggedTwice(what === "reduce_fx" ? { reduceFx: "max" } : { progBar: true }),
  },
];

function loggingInCallback(hook: string): unknown {
  class Logging extends Callback {}
  Object.defineProperty(Logging.prototype, hook, {
    value(this: Callback) {
      this.log("a", 1);
    },
  });
  return quietTrainer({ callbacks: [new Logging()] })[entryOf(hook)](new BoringModel());
}

function logged(text: string | undefined): Promise<void> {
  const value = parseCall(text ?? "")?.args[0];
  return quietTrainer().fit(
    modelWith({
      trainingStep(this: BoringModel, batch: unknown, batchIdx: number) {
        const values = loggedOf(value);
        this.logDict(anything(values));
        return BoringModel.prototype.trainingStep.call(this, batch, batchIdx);
      },
    }),
  );
}

function loggedTwice(second: LogOptions): Promise<void> {
  return quietTrainer().fit(
    modelWith({
      trainingStep(this: BoringModel, batch: unknown, batchIdx: number) {
        this.log("a", 1);
        this.log("a", 1, second);
        return BoringModel.prototype.trainingStep.call(this, batch, batchIdx);
      },
    }),
  );
}
