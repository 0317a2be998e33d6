import { Callback } from "../callbacks/callback.js";
import { Timer } from "../callbacks/timer.js";
import { type Duration, durationSeconds } from "../duration.js";
import { Logger } from "../loggers/logger.js";
import type { GradientClipAlgorithm } from "../optim/clipGradients.js";
import type { Profiler } from "../profilers/profiler.js";
import { bareOptions } from "./options/barebones.js";
import { type CheckInterval, parseCheckInterval } from "./options/checkInterval.js";
import { optionsInForce } from "./options/environment.js";
import { ALL, isNone, type Limit, parseLimit } from "./options/limit.js";
import { checkOneDevice } from "./options/oneDevice.js";
import {
  callbackInvalid,
  checkValEveryNEpochInvalid,
  clipAlgorithmInvalid,
  clipValInvalid,
  fastDevRunInvalid,
  invalidMaxTime,
  loggerInvalid,
  notCount,
  notCountOrMinusOne,
  profilerInvalid,
} from "./options/optionErrors.js";
import type { TrainerOptions } from "./options/trainerOptions.js";

export type { CheckInterval } from "./options/checkInterval.js";
export { isNone, type Limit } from "./options/limit.js";
export type { TrainerOptions } from "./options/trainerOptions.js";

/** The options of a Trainer, filled in and checked. */
export interface ResolvedOptions {
  /** -1: without limit. */
  readonly maxEpochs: number;
  /** True when nothing limits the training but the default of `maxEpochs`, which the Trainer warns about. */
  readonly maxEpochsUnset: boolean;
  readonly minEpochs: number;
  readonly maxSteps: number;
  readonly minSteps: number;
  readonly maxTime: Duration | null;
  readonly limitTrainBatches: Limit;
  readonly limitValBatches: Limit;
  readonly limitTestBatches: Limit;
  readonly limitPredictBatches: Limit;
  /** A limit of 0: no. The limits of training and validation have it already. */
  readonly overfitBatches: Limit;
  /** 0: no. */
  readonly fastDevRun: number;
  readonly valCheckInterval: CheckInterval;
  readonly checkValEveryNEpoch: number | null;
  /** Infinity: all. */
  readonly numSanityValSteps: number;
  readonly logEveryNSteps: number;
  readonly accumulateGradBatches: number;
  readonly gradientClipVal: number | null;
  readonly gradientClipAlgorithm: GradientClipAlgorithm | null;
  /** 0: never. */
  readonly reloadDataloadersEveryNEpochs: number;
  /** True: the default one. */
  readonly logger: readonly Logger[] | true;
  readonly callbacks: readonly Callback[];
  readonly enableCheckpointing: boolean;
  readonly enableProgressBar: boolean;
  readonly enableModelSummary: boolean;
  readonly enableAutologHparams: boolean;
  readonly profiler: Profiler | "simple" | "advanced" | null;
  readonly detectAnomaly: boolean;
  readonly barebones: boolean;
  readonly inferenceMode: boolean;
  readonly defaultRootDir: string;
}

/** Fills in defaults, `LIGHTNING_TRAINER_*` variables and the launcher's overrides, and refuses what cannot be. */
export function resolveOptions(given: TrainerOptions, env: NodeJS.ProcessEnv = process.env): ResolvedOptions {
  const inForce = optionsInForce(given, env);
  const options = inForce.barebones ? bareOptions(inForce) : inForce;
  checkOneDevice(options);
  const callbacks = callbacksOf(options.callbacks);
  return {
    ...lengthOfTraining(options, callbacks),
    ...amountsOfData(options),
    ...validationSchedule(options),
    logEveryNSteps: options.logEveryNSteps ?? 50,
    accumulateGradBatches: count("accumulateGradBatches", 1, options.accumulateGradBatches ?? 1),
    gradientClipVal: clipValOf(options.gradientClipVal),
    gradientClipAlgorithm: clipAlgorithmOf(options.gradientClipAlgorithm),
    reloadDataloadersEveryNEpochs: count(
      "reloadDataloadersEveryNEpochs",
      0,
      options.reloadDataloadersEveryNEpochs ?? 0,
    ),
    logger: loggersOf(options.logger),
    callbacks,
    enableCheckpointing: options.enableCheckpointing ?? true,
    enableProgressBar: options.enableProgressBar ?? true,
    enableModelSummary: options.enableModelSummary ?? true,
    enableAutologHparams: options.enableAutologHparams ?? true,
    profiler: profilerOf(options.profiler),
    detectAnomaly: options.detectAnomaly ?? false,
    barebones: options.barebones ?? false,
    inferenceMode: options.inferenceMode ?? true,
    defaultRootDir: options.defaultRootDir ?? process.cwd(),
  };
}

function lengthOfTraining(options: TrainerOptions, callbacks: readonly Callback[]) {
  const fastDevRun = fastDevRunBatches(options.fastDevRun ?? false);
  const maxSteps = countOrMinusOne("maxSteps", options.maxSteps === undefined ? -1 : options.maxSteps);
  const maxTime = options.maxTime ?? null;
  if (maxTime !== null && durationSeconds(maxTime) === null) throw invalidMaxTime(maxTime);
  const maxEpochs = options.maxEpochs ?? null;
  const hasTimer = maxTime !== null || callbacks.some((callback) => callback instanceof Timer);
  const isLimited = maxEpochs !== null || maxSteps !== -1 || hasTimer || fastDevRun > 0;
  const epochs = countOrMinusOne("maxEpochs", maxEpochs ?? (isLimited ? -1 : 1000));
  return {
    fastDevRun,
    maxEpochs: fastDevRun > 0 ? 1 : epochs,
    maxEpochsUnset: !isLimited,
    minEpochs: options.minEpochs ?? (options.minSteps ? 1 : 0),
    maxSteps: fastDevRun > 0 ? fastDevRun : maxSteps,
    minSteps: options.minSteps ?? 0,
    maxTime,
  };
}

function amountsOfData(options: TrainerOptions) {
  const fastDevRun = fastDevRunBatches(options.fastDevRun ?? false);
  const overfitBatches = parseLimit("overfitBatches", options.overfitBatches ?? 0);
  const limit = (name: keyof TrainerOptions & `limit${string}`, overfits: boolean): Limit => {
    if (overfits && !isNone(overfitBatches)) return overfitBatches;
    if (fastDevRun > 0) return { kind: "count", batches: fastDevRun };
    return parseLimit(name, options[name] ?? "1.0");
  };
  return {
    overfitBatches,
    limitTrainBatches: limit("limitTrainBatches", true),
    limitValBatches: limit("limitValBatches", true),
    limitTestBatches: limit("limitTestBatches", false),
    limitPredictBatches: limit("limitPredictBatches", false),
  };
}

function validationSchedule(options: TrainerOptions) {
  if (options.fastDevRun) return { valCheckInterval: ALL, checkValEveryNEpoch: 1, numSanityValSteps: 0 };
  const every = options.checkValEveryNEpoch;
  if (every !== undefined && every !== null && !(Number.isInteger(every) && every >= 1)) {
    throw checkValEveryNEpochInvalid(every);
  }
  const sanitySteps = options.numSanityValSteps ?? 2;
  return {
    valCheckInterval: parseCheckInterval(options.valCheckInterval, every === null),
    checkValEveryNEpoch: every === undefined ? 1 : every,
    numSanityValSteps: sanitySteps === -1 ? Number.POSITIVE_INFINITY : sanitySteps,
  };
}

function fastDevRunBatches(value: boolean | number): number {
  if (value === true) return 1;
  if (value === false) return 0;
  if (Number.isInteger(value) && value >= 0) return value;
  throw fastDevRunInvalid(value);
}

function countOrMinusOne(name: string, value: number): number {
  if (Number.isInteger(value) && value >= -1) return value;
  throw notCountOrMinusOne(name, value);
}

function count(name: string, least: 0 | 1, value: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw notCount(name, least, value);
}

function clipValOf(value: number | null | undefined): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number") throw clipValInvalid(value);
  return value;
}

function clipAlgorithmOf(value: string | null | undefined): GradientClipAlgorithm | null {
  if (value === undefined || value === null) return null;
  const name = String(value).toLowerCase();
  if (name === "norm" || name === "value") return name;
  throw clipAlgorithmInvalid(value);
}

function profilerOf(value: Profiler | string | null | undefined): ResolvedOptions["profiler"] {
  if (typeof value !== "string") return value ?? null;
  const name = value.toLowerCase();
  if (name === "simple" || name === "advanced") return name;
  throw profilerInvalid(value);
}

function loggersOf(value: TrainerOptions["logger"]): readonly Logger[] | true {
  if (value === undefined || value === null || value === true) return true;
  if (value === false) return [];
  const loggers: readonly unknown[] = isList(value) ? value : [value];
  for (const logger of loggers) if (!(logger instanceof Logger)) throw loggerInvalid(logger);
  return loggers as readonly Logger[];
}

function callbacksOf(value: TrainerOptions["callbacks"]): readonly Callback[] {
  if (value === undefined || value === null) return [];
  const callbacks: readonly unknown[] = isList(value) ? value : [value];
  for (const callback of callbacks) if (!(callback instanceof Callback)) throw callbackInvalid(callback);
  return callbacks as readonly Callback[];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
