import { notInBarebones } from "./optionErrors.js";
import type { OptionName, TrainerOptions } from "./trainerOptions.js";

const COSTS: readonly (readonly [name: OptionName, why: string])[] = [
  ["enableCheckpointing", "writing checkpoints takes time"],
  ["logger", "logging takes time"],
  ["enableProgressBar", "the progress bar takes time"],
  ["logEveryNSteps", "logging takes time"],
  ["enableModelSummary", "the model summary takes time"],
  ["numSanityValSteps", "the sanity check takes time"],
  ["fastDevRun", "a development run is not for measuring"],
  ["detectAnomaly", "looking for anomalies takes time"],
  ["profiler", "profiling takes time"],
];

/** The options of a Trainer that is measured: what costs time is off. @throws when one of that was asked for. */
export function bareOptions(options: TrainerOptions): TrainerOptions {
  for (const [name, why] of COSTS) if (options[name]) throw notInBarebones(name, options[name], why);
  return {
    ...options,
    enableCheckpointing: false,
    logger: false,
    enableProgressBar: false,
    logEveryNSteps: 0,
    enableModelSummary: false,
    numSanityValSteps: 0,
  };
}
