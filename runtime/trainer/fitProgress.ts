/** How far a Trainer's fits got: a second `fit` on the same Trainer goes on from here. */
export interface FitProgress {
  /** Epochs completed. */
  currentEpoch: number;
  /** Epochs whose batches have run; one ahead of `currentEpoch` in the hooks at an epoch's end. */
  processedEpochs: number;
  /** Optimizer steps taken. */
  globalStep: number;
  /** Batches begun. */
  batches: number;
  /** Batches at which an optimizer step was due: the step under which loggers get their rows. */
  batchesThatStepped: number;
}

export function noProgress(): FitProgress {
  return { currentEpoch: 0, processedEpochs: 0, globalStep: 0, batches: 0, batchesThatStepped: 0 };
}
