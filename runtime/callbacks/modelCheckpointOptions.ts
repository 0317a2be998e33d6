import type { Mode } from "../checkpoint/bestModels.js";
import { type Duration, durationSeconds } from "../duration.js";
import { MisconfigurationException } from "../errors.js";
import { checkOptions } from "./checkOptions.js";

/** When checkpoints are written, and which of them are kept: Lightning's arguments. */
export interface ModelCheckpointOptions {
  /** Default: the `checkpoints` folder of the run; without a logger that of `defaultRootDir`. */
  readonly dirpath?: string | null;
  /** Such as `{epoch}-{val_loss:.2f}`; default `{epoch}-{step}`. */
  readonly filename?: string | null;
  /** The logged metric that tells which checkpoints are good; default null: the latest one is kept. */
  readonly monitor?: string | null;
  /** Says what is saved; default false. */
  readonly verbose?: boolean;
  /** Writes `last.safetensors` after every save; "link" makes it a link to what was saved. Default null: no. */
  readonly saveLast?: boolean | "link" | null;
  /** How many of the best to keep: 0 none, -1 all; default 1. */
  readonly saveTopK?: number;
  /** Writes one when a fit fails; default false. */
  readonly saveOnException?: boolean;
  /** Leaves out what only resuming needs: optimizers, schedulers, callbacks. Default false. */
  readonly saveWeightsOnly?: boolean;
  /** Whether a small or a large value of the metric is good; default "min". */
  readonly mode?: Mode;
  /** Writes `val_loss=0.12` and not only `0.12` for `{val_loss:.2f}`; default true. */
  readonly autoInsertMetricName?: boolean;
  /** Writes every so many optimizer steps. */
  readonly everyNTrainSteps?: number | null;
  /** Writes after a batch when so much time has passed: `"DD:HH:MM:SS"` or `{ minutes: 30 }`. */
  readonly trainTimeInterval?: Duration | null;
  /** Writes every so many epochs; the default, with 1, when none of the three is given. */
  readonly everyNEpochs?: number | null;
  /** True: at the end of training epochs; false: at the end of validations. Default: where the metrics are fresh. */
  readonly saveOnTrainEpochEnd?: boolean | null;
  /** Gives a file that would replace another a number (`-v1`); default true. */
  readonly enableVersionCounter?: boolean;
}

/** When a checkpoint is due. One of the three is set. */
export interface Triggers {
  readonly everyNTrainSteps: number;
  readonly everyNEpochs: number;
  /** In seconds. */
  readonly trainTimeInterval: number | null;
}

/** The options with Lightning's defaults. */
export function filledIn(options: ModelCheckpointOptions): Required<ModelCheckpointOptions> {
  const filled: Required<ModelCheckpointOptions> = {
    dirpath: options.dirpath ?? null,
    filename: options.filename ?? null,
    monitor: options.monitor ?? null,
    verbose: options.verbose ?? false,
    saveLast: options.saveLast ?? null,
    saveTopK: options.saveTopK ?? 1,
    saveOnException: options.saveOnException ?? false,
    saveWeightsOnly: options.saveWeightsOnly ?? false,
    mode: options.mode ?? "min",
    autoInsertMetricName: options.autoInsertMetricName ?? true,
    everyNTrainSteps: options.everyNTrainSteps ?? null,
    trainTimeInterval: options.trainTimeInterval ?? null,
    everyNEpochs: options.everyNEpochs ?? null,
    saveOnTrainEpochEnd: options.saveOnTrainEpochEnd ?? null,
    enableVersionCounter: options.enableVersionCounter ?? true,
  };
  checkOptions<object>("ModelCheckpoint", options, filled);
  return filled;
}

/** When checkpoints are written. Refuses what cannot be. */
export function resolveTriggers(options: Required<ModelCheckpointOptions>): Triggers {
  const { monitor, saveTopK, mode } = options;
  if (mode !== "min" && mode !== "max")
    throw new MisconfigurationException(`\`mode\` can be min, max but got ${mode}.`);
  if (!Number.isInteger(saveTopK) || saveTopK < -1)
    throw new MisconfigurationException(`Invalid value for saveTopK=${saveTopK}. Must be >= -1.`);
  const triggers = triggersOf(options);
  for (const name of ["everyNTrainSteps", "everyNEpochs"] as const) {
    const value = triggers[name];
    if (!Number.isInteger(value) || value < 0)
      throw new MisconfigurationException(`Invalid value for ${name}=${value}. Must be >= 0.`);
  }
  const { everyNTrainSteps, everyNEpochs, trainTimeInterval } = triggers;
  if ([everyNTrainSteps >= 1, everyNEpochs >= 1, trainTimeInterval !== null].filter(Boolean).length > 1) {
    throw new MisconfigurationException(
      `Combination of parameters everyNTrainSteps=${everyNTrainSteps}, everyNEpochs=${everyNEpochs} and ` +
        `trainTimeInterval=${JSON.stringify(options.trainTimeInterval)} should be mutually exclusive. Give one of them.`,
    );
  }
  if (monitor === null && ![-1, 0, 1].includes(saveTopK)) {
    throw new MisconfigurationException(
      `ModelCheckpoint(saveTopK=${saveTopK}, monitor=null) is not a valid configuration. No quantity for saveTopK to track: ` +
        "name a logged metric as `monitor`, or keep 1 (the latest), 0 or -1 (all).",
    );
  }
  return triggers;
}

function triggersOf(options: Required<ModelCheckpointOptions>): Triggers {
  const { everyNTrainSteps, everyNEpochs, trainTimeInterval } = options;
  const isGiven = [everyNTrainSteps, everyNEpochs, trainTimeInterval].some((value) => value !== null);
  return {
    everyNTrainSteps: everyNTrainSteps ?? 0,
    everyNEpochs: everyNEpochs ?? (isGiven ? 0 : 1),
    trainTimeInterval: secondsOf(trainTimeInterval),
  };
}

function secondsOf(interval: Duration | null): number | null {
  if (interval === null) return null;
  const seconds = durationSeconds(interval);
  if (seconds !== null) return seconds;
  throw new MisconfigurationException(
    `\`ModelCheckpoint(trainTimeInterval=${JSON.stringify(interval)})\` is no duration. Give "DD:HH:MM:SS", such as "00:00:30:00", or parts, such as { minutes: 30 }.`,
  );
}
