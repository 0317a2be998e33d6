import type { ResolvedOptions } from "./options.js";

/** Says what a Trainer's options mean where it is not what one would expect. @param inform prints a line that is no warning. */
export function announceOptions(options: ResolvedOptions, inform: (text: string) => void): void {
  if (options.barebones) {
    inform(
      "Running in `barebones` mode: checkpoints, logging, progress bar, model summary and sanity check are off, and `this.log` does nothing.",
    );
  }
  if (options.maxEpochsUnset) {
    console.warn(
      "`maxEpochs` was not set. Setting it to 1000 epochs. To train without an epoch limit, set `maxEpochs: -1`.",
    );
  }
  if (options.detectAnomaly) {
    inform("`detectAnomaly` is on: every gradient is searched for NaN, which makes each step slower.");
  }
  if (options.fastDevRun > 0) {
    inform(
      `Running in \`fastDevRun\` mode: will run the requested loop using ${options.fastDevRun} batch(es). Logging and checkpointing is suppressed.`,
    );
  }
}
