import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Checkpoint, disposeCheckpoint } from "../checkpoint/checkpoint.js";
import { readCheckpoint } from "../checkpoint/checkpointFile.js";
import type { StateDict } from "../checkpoint/stateful.js";
import { constructorArguments } from "./constructorArguments.js";
import type { Hparams } from "./hparams.js";
import type { LightningDataModule } from "./lightningDataModule.js";
import type { LightningModule } from "./lightningModule.js";

/** How a class is made from a checkpoint. Any other name is a hyperparameter that replaces the saved one. */
export interface LoadOptions {
  /** False: the checkpoint may lack some of the weights, or have more; default: the module's `strictLoading`. */
  readonly strict?: boolean;
  /** A YAML file with the hyperparameters, in place of those in the checkpoint. */
  readonly hparamsFile?: string;
  readonly [hyperparameter: string]: unknown;
}

type Made<T> = new (...args: never[]) => T;

/** Makes a module with the hyperparameters of a checkpoint, and loads its weights. */
export async function loadModule<T extends LightningModule>(
  type: Made<T>,
  path: string,
  options: LoadOptions,
): Promise<T> {
  const checkpoint = readCheckpoint(path);
  try {
    const module = made(type, checkpoint.hyperParameters, options);
    const strict = module.agreeOnStrict(options.strict);
    await module.configureModel?.();
    await module.onLoadCheckpoint?.(checkpoint);
    const { missingKeys, unexpectedKeys } = module.loadStateDict(checkpoint.stateDict, { strict });
    warnOf("in the model state dict but not in the checkpoint", missingKeys);
    warnOf("not in the model state dict but in the checkpoint", unexpectedKeys);
    return module;
  } finally {
    disposeCheckpoint(checkpoint);
  }
}

/** Makes a data module with the hyperparameters and the state of a checkpoint. */
export function loadDataModule<T extends LightningDataModule>(type: Made<T>, path: string, options: LoadOptions): T {
  const checkpoint: Checkpoint = readCheckpoint(path);
  try {
    const datamodule = made(type, checkpoint.datamoduleHyperParameters, options);
    const state = checkpoint[type.name];
    if (state !== undefined) datamodule.loadStateDict?.(state as StateDict);
    return datamodule;
  } finally {
    disposeCheckpoint(checkpoint);
  }
}

function made<T>(type: Made<T>, saved: Readonly<Hparams> | undefined, options: LoadOptions): T {
  const { strict: _, hparamsFile, ...overrides } = options;
  const hparams = hparamsFile === undefined ? saved : hparamsFrom(hparamsFile);
  return new type(...(constructorArguments(type, { ...hparams, ...overrides }) as never[]));
}

function hparamsFrom(path: string): Hparams {
  if (!/\.ya?ml$/i.test(path)) throw new RangeError(`\`hparamsFile\` is ${path}; it must be a .yaml file.`);
  const value: unknown = parse(readFileSync(path, "utf8"));
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Hparams;
  throw new TypeError(`${path} holds no hyperparameters by name.`);
}

function warnOf(where: string, keys: readonly string[]): void {
  if (keys.length > 0) console.warn(`Found keys that are ${where}: ${keys.join(", ")}`);
}
