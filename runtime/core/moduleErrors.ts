import { MisconfigurationException } from "../errors.js";
import type { TrainerFn } from "../protocol/runFile.js";

export function notAModule(value: unknown): TypeError {
  const what = value === null ? "null" : ((value as object | undefined)?.constructor?.name ?? String(value));
  return new TypeError(`\`model\` must be a \`LightningModule\`, got ${what}.`);
}

export function notFittable(className: string, missing: string): MisconfigurationException {
  return new MisconfigurationException(
    `${className} has no \`${missing}()\` method. The Trainer needs \`trainingStep()\`, \`configureOptimizers()\` and a \`trainDataloader()\` to fit.`,
  );
}

export function noStep(className: string, step: string, fn: TrainerFn): MisconfigurationException {
  return new MisconfigurationException(
    `No \`${step}()\` method defined to run \`Trainer.${fn}\`. Define one in ${className}.`,
  );
}

export function notPredictable(): MisconfigurationException {
  return new MisconfigurationException(
    "`Trainer.predict` requires a `forward` or `predictStep` method to run. Define one.",
  );
}

/** @param near what it was probably meant to be. */
export function unknownHook(className: string, method: string, near: string | undefined): MisconfigurationException {
  const hint =
    near === undefined
      ? "If it is a method of your own, give it a name that does not begin with `on`."
      : `Did you mean \`${near}\`?`;
  return new MisconfigurationException(
    `${className}.${method} is no hook, so the Trainer would never call it. ${hint}`,
  );
}

export function removedHook(className: string, method: string, instead: string): MisconfigurationException {
  return new MisconfigurationException(
    `${className}.${method} is never called: Lightning removed it in 2.0. Use \`${instead}\`, and keep in fields of the module what you need of the steps.`,
  );
}

/** @param option with its value, as it was written. */
export function notInManualOptimization(option: string, instead: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`new Trainer({ ${option} })\` cannot work with manual optimization, where your \`trainingStep\` does the steps. ${instead}, or leave \`automaticOptimization\` true.`,
  );
}

export function notManual(): MisconfigurationException {
  return new MisconfigurationException(
    "`manualBackward` belongs to manual optimization: set `automaticOptimization = false`, or return the loss from `trainingStep`.",
  );
}

export function clippedTwice(option: string, ofCall: unknown, ofTrainer: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `You have set \`new Trainer({ ${option}: ${ofTrainer} })\` and passed \`${ofCall}\` to \`clipGradients\`. Use only one of them.`,
  );
}

/** @param loader the method that gives several loaders. */
export function noDataloaderIdx(className: string, method: string, loader: string): Error {
  return new Error(
    `You provided multiple \`${loader}\`, but no \`dataloaderIdx\` argument in \`${className}.${method}()\`. Add it as the last one, to know whose batch it is.`,
  );
}
