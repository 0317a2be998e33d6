import type { Callback } from "../callbacks/callback.js";
import { alternatives, MisconfigurationException, nearestName } from "../errors.js";
import type { Logger } from "../loggers/logger.js";
import type { GradientClipAlgorithm } from "../optim/clipGradients.js";
import { launchVariables } from "../protocol/launch.js";

/** The arguments of `new Trainer(...)`, with Lightning's names and meaning. */
export interface TrainerOptions {
  /** Epochs to train; -1 without limit; default 1000 when `maxSteps` is not given either. */
  readonly maxEpochs?: number | null;
  /** Epochs to train at least, whatever asks to stop; default 0. */
  readonly minEpochs?: number | null;
  /** Optimizer steps to take; -1 (default) without limit. */
  readonly maxSteps?: number;
  /** Optimizer steps to take at least. */
  readonly minSteps?: number | null;
  /** A number of batches, or a fraction of them in [0, 1] with a decimal part; default all. 1 is one batch, "1.0" (as text) all. */
  readonly limitTrainBatches?: number | string | null;
  readonly limitValBatches?: number | string | null;
  readonly limitTestBatches?: number | string | null;
  readonly limitPredictBatches?: number | string | null;
  /** True or a number: runs so many batches of everything, without logs and checkpoints, to find mistakes. */
  readonly fastDevRun?: boolean | number;
  /** Validates every so many batches, or every fraction of an epoch; default once an epoch. */
  readonly valCheckInterval?: number | string | null;
  /** Validates every so many epochs; null counts batches across epochs; default 1. */
  readonly checkValEveryNEpoch?: number | null;
  /** Validation batches to try before training; -1 all; default 2. */
  readonly numSanityValSteps?: number | null;
  /** Logs step metrics every so many steps; 0 never; default 50. */
  readonly logEveryNSteps?: number | null;
  /** Adds the gradients of so many batches to one optimizer step; default 1. */
  readonly accumulateGradBatches?: number;
  /** Clips gradients above it; null or 0: no clipping. */
  readonly gradientClipVal?: number | null;
  /** Default "norm". */
  readonly gradientClipAlgorithm?: GradientClipAlgorithm | null;
  /** Default true: a CSVLogger; false: none. */
  readonly logger?: Logger | readonly Logger[] | boolean | null;
  readonly callbacks?: Callback | readonly Callback[] | null;
  readonly enableProgressBar?: boolean | null;
  readonly enableModelSummary?: boolean | null;
  /** Where `lightning_logs` is made; default: the current folder. */
  readonly defaultRootDir?: string | null;
}

/** The same, filled in and checked. */
export interface ResolvedOptions {
  readonly maxEpochs: number;
  readonly minEpochs: number;
  readonly maxSteps: number;
  readonly minSteps: number;
  readonly limitTrainBatches: Limit;
  readonly limitValBatches: Limit;
  readonly limitTestBatches: Limit;
  readonly limitPredictBatches: Limit;
  /** 0: no. */
  readonly fastDevRun: number;
  readonly valCheckInterval: Limit;
  readonly checkValEveryNEpoch: number | null;
  /** Infinity: all. */
  readonly numSanityValSteps: number;
  readonly logEveryNSteps: number;
  readonly accumulateGradBatches: number;
  readonly gradientClipVal: number | null;
  readonly gradientClipAlgorithm: GradientClipAlgorithm | null;
  readonly logger: Logger | readonly Logger[] | boolean;
  readonly callbacks: readonly Callback[];
  readonly enableProgressBar: boolean;
  readonly enableModelSummary: boolean;
  readonly defaultRootDir: string;
}

/**
 * A number of batches or a share of them. JavaScript does not tell 1 from 1.0, so a whole number of 1 or more counts batches, a
 * number between 0 and 1 is a share, and all of them is the default or "1.0".
 */
export type Limit =
  | { readonly kind: "count"; readonly batches: number }
  | { readonly kind: "fraction"; readonly share: number };

/** True for a limit of 0. */
export function isNone(limit: Limit): boolean {
  return (limit.kind === "count" ? limit.batches : limit.share) === 0;
}

const ALL: Limit = { kind: "fraction", share: 1 };

const NAMES: readonly (keyof TrainerOptions)[] = [
  ...([
    "maxEpochs",
    "minEpochs",
    "maxSteps",
    "minSteps",
    "limitTrainBatches",
    "limitValBatches",
    "limitTestBatches",
  ] as const),
  ...([
    "limitPredictBatches",
    "fastDevRun",
    "valCheckInterval",
    "checkValEveryNEpoch",
    "numSanityValSteps",
    "logEveryNSteps",
  ] as const),
  ...([
    "accumulateGradBatches",
    "gradientClipVal",
    "gradientClipAlgorithm",
    "logger",
    "callbacks",
    "enableProgressBar",
  ] as const),
  ...(["enableModelSummary", "defaultRootDir"] as const),
];

/** Fills in defaults, `LIGHTNING_TRAINER_*` variables and the launcher's overrides, and refuses what cannot be. */
export function resolveOptions(given: TrainerOptions, env: NodeJS.ProcessEnv = process.env): ResolvedOptions {
  refuseUnknown(given);
  const options: TrainerOptions = { ...fromEnvironment(env), ...given, ...launchOverrides(env) };
  const fastDevRun = fastDevRunBatches(options.fastDevRun ?? false);
  const maxSteps = fastDevRun > 0 ? fastDevRun : countOrMinusOne("maxSteps", options.maxSteps ?? -1);
  const batches = (name: LimitName): Limit =>
    fastDevRun > 0 ? { kind: "count", batches: fastDevRun } : parseLimit(name, options[name] ?? "1.0");
  return {
    maxEpochs: fastDevRun > 0 ? 1 : countOrMinusOne("maxEpochs", options.maxEpochs ?? (maxSteps === -1 ? 1000 : -1)),
    minEpochs: options.minEpochs ?? (options.minSteps ? 1 : 0),
    maxSteps,
    minSteps: options.minSteps ?? 0,
    limitTrainBatches: batches("limitTrainBatches"),
    limitValBatches: batches("limitValBatches"),
    limitTestBatches: batches("limitTestBatches"),
    limitPredictBatches: batches("limitPredictBatches"),
    fastDevRun,
    valCheckInterval: fastDevRun > 0 ? ALL : parseLimit("valCheckInterval", options.valCheckInterval ?? "1.0"),
    checkValEveryNEpoch:
      fastDevRun > 0 ? 1 : options.checkValEveryNEpoch === undefined ? 1 : options.checkValEveryNEpoch,
    numSanityValSteps: fastDevRun > 0 ? 0 : sanitySteps(options.numSanityValSteps ?? 2),
    logEveryNSteps: options.logEveryNSteps ?? 50,
    accumulateGradBatches: atLeastOne("accumulateGradBatches", options.accumulateGradBatches ?? 1),
    gradientClipVal: options.gradientClipVal ?? null,
    gradientClipAlgorithm: options.gradientClipAlgorithm ?? null,
    logger: fastDevRun > 0 ? false : (options.logger ?? true),
    callbacks:
      options.callbacks === undefined || options.callbacks === null
        ? []
        : isList(options.callbacks)
          ? options.callbacks
          : [options.callbacks],
    enableProgressBar: options.enableProgressBar ?? true,
    enableModelSummary: options.enableModelSummary ?? true,
    defaultRootDir: options.defaultRootDir ?? process.cwd(),
  };
}

type LimitName = "limitTrainBatches" | "limitValBatches" | "limitTestBatches" | "limitPredictBatches";

function refuseUnknown(given: TrainerOptions): void {
  for (const name of Object.keys(given)) {
    if ((NAMES as readonly string[]).includes(name)) continue;
    const near = nearestName(name, NAMES);
    throw new TypeError(
      `Trainer has no option \`${name}\`.${near === undefined ? ` The options are ${alternatives(NAMES)}.` : ` Did you mean \`${near}\`?`}`,
    );
  }
}

/** `LIGHTNING_TRAINER_MAX_EPOCHS=3` is a default for `maxEpochs`; values are JSON, or text. */
function fromEnvironment(env: NodeJS.ProcessEnv): TrainerOptions {
  const entries = NAMES.flatMap((name) => {
    const value = env[`LIGHTNING_TRAINER_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`];
    return value === undefined ? [] : [[name, parseJsonOrText(value)]];
  });
  return Object.fromEntries(entries) as TrainerOptions;
}

/** What the debugger or another launcher wants for this run, whatever the program says. */
function launchOverrides(env: NodeJS.ProcessEnv): TrainerOptions {
  const text = env[launchVariables.overrides];
  if (!text) return {};
  const value = parseJsonOrText(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(
      `${launchVariables.overrides} is ${text}; it must be a JSON object of Trainer options, such as {"fastDevRun": true}.`,
    );
  }
  refuseUnknown(value as TrainerOptions);
  return value as TrainerOptions;
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a plain text, such as a path.
    return text;
  }
}

/** A limit as the user may write it. Text with a decimal point, such as "1.0" or "0.5", is a share. */
function parseLimit(name: string, value: number | string): Limit {
  const number = Number(value);
  const isShare = typeof value === "string" ? value.includes(".") : number > 0 && number < 1;
  if (isShare && number >= 0 && number <= 1) return { kind: "fraction", share: number };
  if (!isShare && Number.isInteger(number) && number >= 0) return { kind: "count", batches: number };
  throw new MisconfigurationException(
    `You have passed invalid value ${value} for ${name}, it has to be a share between 0 and 1, such as 0.5 or "1.0", or a whole number of batches.`,
  );
}

function fastDevRunBatches(value: boolean | number): number {
  if (value === true) return 1;
  const batches = Number(value);
  if (Number.isInteger(batches) && batches >= 0) return batches;
  throw new MisconfigurationException(
    `fastDevRun=${value} is not a valid configuration. It should be true, false, or a number of batches >= 0.`,
  );
}

function countOrMinusOne(name: string, value: number): number {
  if (Number.isInteger(value) && value >= -1) return value;
  throw new MisconfigurationException(`\`${name}\` must be a non-negative integer or -1. You passed in ${value}.`);
}

function atLeastOne(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new MisconfigurationException(`\`${name}\` must be a whole number of at least 1. You passed in ${value}.`);
}

function sanitySteps(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
