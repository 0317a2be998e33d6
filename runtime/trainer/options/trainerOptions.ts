import type { Callback } from "../../callbacks/callback.js";
import type { Duration } from "../../duration.js";
import type { Logger } from "../../loggers/logger.js";
import type { GradientClipAlgorithm } from "../../optim/clipGradients.js";
import type { Profiler } from "../../profilers/profiler.js";

/** The arguments of `new Trainer(...)`, with Lightning's names and meaning. */
export interface TrainerOptions {
  /** Epochs to train; -1 without limit; default 1000 when neither `maxSteps` nor `maxTime` is given. */
  readonly maxEpochs?: number | null;
  /** Epochs to train at least, whatever asks to stop; default 0. */
  readonly minEpochs?: number | null;
  /** Optimizer steps to take; -1 (default) without limit. */
  readonly maxSteps?: number;
  /** Optimizer steps to take at least. */
  readonly minSteps?: number | null;
  /** Time to train: "DD:HH:MM:SS", or parts such as `{ hours: 2 }`. */
  readonly maxTime?: Duration | null;
  /** A number of batches, or a fraction of them in [0, 1] with a decimal part; default all. 1 is one batch, "1.0" (as text) all. */
  readonly limitTrainBatches?: number | string | null;
  readonly limitValBatches?: number | string | null;
  readonly limitTestBatches?: number | string | null;
  readonly limitPredictBatches?: number | string | null;
  /** Trains and validates on the same few batches, not shuffled; default 0: no. */
  readonly overfitBatches?: number | string;
  /** True or a number: runs so many batches of everything, without logs and checkpoints, to find mistakes. */
  readonly fastDevRun?: boolean | number;
  /** Validates every so many batches, every fraction of an epoch, or every span of time; default once an epoch. */
  readonly valCheckInterval?: number | Duration | null;
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
  /** Asks for the loaders anew every so many epochs; default 0: never. */
  readonly reloadDataloadersEveryNEpochs?: number;
  /** Default true: a CSVLogger; false: none. The first of a list gives `logDir`. */
  readonly logger?: Logger | readonly Logger[] | boolean | null;
  readonly callbacks?: Callback | readonly Callback[] | null;
  /** Default true: a ModelCheckpoint, unless one is listed. */
  readonly enableCheckpointing?: boolean | null;
  readonly enableProgressBar?: boolean | null;
  readonly enableModelSummary?: boolean | null;
  /** Gives the hyperparameters to the loggers when a run starts; default true. */
  readonly enableAutologHparams?: boolean;
  /** "simple", "advanced", or a Profiler. */
  readonly profiler?: Profiler | string | null;
  /** Stops at the first NaN in the gradients and names the operation it came from; slow. */
  readonly detectAnomaly?: boolean;
  /** Turns off all that costs time beside the training itself, to measure the Trainer. */
  readonly barebones?: boolean;
  /** Evaluation and prediction record nothing for gradients; default true. */
  readonly inferenceMode?: boolean;
  /** Where `lightning_logs` is made; default: the current folder. */
  readonly defaultRootDir?: string | null;
  /** "auto" or "cpu": everything is computed on one device. */
  readonly accelerator?: string;
  /** "auto" or 1. */
  readonly devices?: number | string | readonly number[];
  readonly numNodes?: number;
  /** "auto" or "single_device". */
  readonly strategy?: string;
  /** 32 (default), also written "32" and "32-true". */
  readonly precision?: number | string | null;
  /** Has no effect: the kernels are deterministic. `seedEverything` fixes the random numbers. */
  readonly deterministic?: boolean | "warn" | null;
  /** Has no effect: it is for NVIDIA's kernels. */
  readonly benchmark?: boolean | null;
  /** Has no effect on one device. */
  readonly useDistributedSampler?: boolean;
  readonly syncBatchnorm?: boolean;
  readonly plugins?: unknown;
  readonly modelRegistry?: string | null;
}

export type OptionName = keyof TrainerOptions;

/** Every option's name: the compiler keeps the list whole. */
export const OPTION_NAMES: readonly OptionName[] = Object.keys({
  maxEpochs: true,
  minEpochs: true,
  maxSteps: true,
  minSteps: true,
  maxTime: true,
  limitTrainBatches: true,
  limitValBatches: true,
  limitTestBatches: true,
  limitPredictBatches: true,
  overfitBatches: true,
  fastDevRun: true,
  valCheckInterval: true,
  checkValEveryNEpoch: true,
  numSanityValSteps: true,
  logEveryNSteps: true,
  accumulateGradBatches: true,
  gradientClipVal: true,
  gradientClipAlgorithm: true,
  reloadDataloadersEveryNEpochs: true,
  logger: true,
  callbacks: true,
  enableCheckpointing: true,
  enableProgressBar: true,
  enableModelSummary: true,
  enableAutologHparams: true,
  profiler: true,
  detectAnomaly: true,
  barebones: true,
  inferenceMode: true,
  defaultRootDir: true,
  accelerator: true,
  devices: true,
  numNodes: true,
  strategy: true,
  precision: true,
  deterministic: true,
  benchmark: true,
  useDistributedSampler: true,
  syncBatchnorm: true,
  plugins: true,
  modelRegistry: true,
} satisfies Record<OptionName, true>) as OptionName[];
