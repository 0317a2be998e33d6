import { ReduceLROnPlateau } from "../../../runtime/optim/index.js";
import type { Optimizer } from "../../../runtime/optim/optimizer.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { anything, type BoringModel, modelWith, quietTrainer } from "./boring.js";
import { configuring, Foreign, Unsaved } from "./optimizerPrograms.js";
import { optionsIn, type Phrase } from "./phrase.js";

/** What is wrong with optimizers, their schedulers, and the clipping of gradients. */
export const OPTIMIZER_PHRASES: readonly Phrase[] = [
  {
    pattern:
      /^(?:an? )?(?:lr[_ ]scheduler|scheduler)(?:[_ ]dict|[_ ]config)?(?: with | that is | without | )((?!is\b|with).+)$/,
    program: (words) =>
      configuring((optimizer, model) => ({ optimizer, lrScheduler: configOf(words ?? "", optimizer, model) })),
  },
  {
    pattern: /^lr_scheduler is (\S+)$/,
    program: () => configuring((optimizer) => ({ optimizer, lrScheduler: 5 })),
  },
  {
    pattern: /^(?:configure_optimizers returns a|optimizer) dict without (?:an )?'?optimizer/,
    program: () => configuring((optimizer) => ({ lrScheduler: new StepLR(optimizer, { stepSize: 1 }) })),
  },
  {
    pattern: /^(?:configure_optimizers|optimizer) (?:returns a )?dict with (?:an? unknown key|(?:an? )?'?(\w+)'?)/,
    program: (key = "foo") => configuring((optimizer) => ({ optimizer, [key]: 1 })),
  },
  {
    pattern: /^ReduceLROnPlateau.* (?:monitor|metric)\b.* not (?:logged|available)(.*)$/,
    program: (options) =>
      configuring((optimizer) => ({
        optimizer,
        lrScheduler: { scheduler: new ReduceLROnPlateau(optimizer), monitor: "foo", ...optionsIn(options) },
      })),
  },
  {
    pattern: /^ReduceLROnPlateau in a list without/,
    program: () => configuring((optimizer) => [[optimizer], [new ReduceLROnPlateau(optimizer)]]),
  },
  {
    pattern: /^clip_gradients with (?:another (algorithm|value)|gradient_clip_algorithm='(\w+)')/,
    program: (_other, algorithm) =>
      quietTrainer(algorithm === undefined ? { gradientClipVal: 1, gradientClipAlgorithm: "norm" } : {}).fit(
        modelWith({
          configureGradientClipping(this: BoringModel, optimizer: Optimizer) {
            this.clipGradients(optimizer, 1, anything(algorithm ?? "value"));
          },
        }),
      ),
  },
];

function configOf(words: string, optimizer: SGD, model: BoringModel): object {
  if (/^(?:'?scheduler'?$|empty)/.test(words)) return words === "empty" ? {} : { interval: "step" };
  if (/another optimizer/.test(words)) {
    return { scheduler: new StepLR(new SGD(model.parameters(), { lr: 0.1 }), { stepSize: 1 }) };
  }
  if (/without state_dict/.test(words)) return { scheduler: new Unsaved(optimizer) };
  if (/custom scheduler/.test(words)) return { scheduler: new Foreign(optimizer) };
  const scheduler = new StepLR(optimizer, { stepSize: 1 });
  const unknown = /unknown key '?(\w+)?/.exec(words);
  return { scheduler, ...(unknown === null ? optionsIn(words) : { [unknown[1] ?? "foo"]: 1 }) };
}
