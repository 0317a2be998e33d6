import { MisconfigurationException } from "../errors.js";
import type { LrScheduler } from "./lrScheduler.js";
import { ReduceLROnPlateau } from "./schedulers/reduceLrOnPlateau.js";

/** When and how the Trainer steps a scheduler. */
export interface LrSchedulerConfig {
  readonly scheduler: LrScheduler;
  /** Default "epoch". */
  readonly interval?: "epoch" | "step";
  /** Every so many intervals; default 1. */
  readonly frequency?: number;
  /** The logged metric that ReduceLROnPlateau watches. */
  readonly monitor?: string | null;
  /** A missing metric is an error; default true. */
  readonly strict?: boolean;
  /** Name for the LearningRateMonitor. */
  readonly name?: string | null;
  /** Default: true for a ReduceLROnPlateau. */
  readonly reduceOnPlateau?: boolean;
}

const DEFAULTS = {
  interval: "epoch",
  frequency: 1,
  monitor: null,
  strict: true,
  name: null,
  reduceOnPlateau: false,
} as const;

/** @param monitor of the optimizer's configuration: for a plateau scheduler that comes without one of its own. */
export function fillInScheduler(
  given: LrScheduler | LrSchedulerConfig,
  monitor: string | null,
  automatic: boolean,
): Required<LrSchedulerConfig> {
  if (!isConfig(given)) return fillIn({ scheduler: given, ...(isPlateau(given) && { monitor }) }, automatic);
  warnOfUnknown(given);
  if (automatic) return fillIn(given, automatic);
  const { scheduler, interval, frequency, name, ...ignored } = given;
  const keys = Object.keys(ignored).filter((key) => key in DEFAULTS);
  if (keys.length > 0) {
    console.warn(
      `The lr scheduler config contains ${keys.join(", ")}, which manual optimization ignores: call \`lrScheduler.step()\` yourself.`,
    );
  }
  const kept = { ...(interval && { interval }), ...(frequency && { frequency }), ...(name && { name }) };
  return fillIn({ scheduler, ...kept }, automatic);
}

function fillIn(config: LrSchedulerConfig, automatic: boolean): Required<LrSchedulerConfig> {
  const { scheduler, interval = "epoch" } = config;
  if (scheduler === undefined || scheduler === null || typeof scheduler.step !== "function") {
    throw new MisconfigurationException(
      'The lr scheduler config must have the key `scheduler` with a learning-rate scheduler, such as { scheduler: new StepLR(…), interval: "step" }.',
    );
  }
  if (typeof scheduler.stateDict !== "function" || typeof scheduler.loadStateDict !== "function") {
    throw new TypeError(
      `The lr scheduler ${scheduler.constructor.name} has no \`stateDict\` and \`loadStateDict\` methods, without which its run cannot be resumed. Define them.`,
    );
  }
  if (interval !== "epoch" && interval !== "step") {
    throw new MisconfigurationException(
      `The key \`interval\` in an lr scheduler config must be "step" or "epoch", and it is "${String(interval)}".`,
    );
  }
  const { frequency = 1 } = config;
  if (!Number.isInteger(frequency) || frequency < 1) {
    throw new RangeError(
      `The key \`frequency\` in an lr scheduler config must be a whole number of at least 1, and it is ${String(frequency)}.`,
    );
  }
  const filled = { ...DEFAULTS, reduceOnPlateau: isPlateau(scheduler), ...config };
  if (automatic && filled.reduceOnPlateau && (filled.monitor ?? null) === null) {
    throw new MisconfigurationException(
      "The lr scheduler config must include a `monitor` when a ReduceLROnPlateau scheduler is used, such as " +
        '{ optimizer, lrScheduler: { scheduler, monitor: "val_loss" } }.',
    );
  }
  return filled;
}

function warnOfUnknown(config: LrSchedulerConfig): void {
  const unknown = Object.keys(config).filter((key) => key !== "scheduler" && !(key in DEFAULTS));
  if (unknown.length > 0) console.warn(`Found unsupported keys in the lr scheduler config: ${unknown.join(", ")}.`);
}

function isConfig(given: LrScheduler | LrSchedulerConfig): given is LrSchedulerConfig {
  return "scheduler" in given || !("step" in given);
}

function isPlateau(scheduler: unknown): boolean {
  return scheduler instanceof ReduceLROnPlateau;
}
