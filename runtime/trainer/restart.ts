import type { FitProgress } from "./fitProgress.js";
import type { Progress } from "./progress.js";

/** Where an epoch was when its checkpoint was written. */
type EpochPoint = "none" | "epochStart" | "midEpoch" | "epochEnd" | "resumedAtEpochEnd";
type BatchPoint = "none" | "batchEnd" | "betweenBatches";

/**
 * Where a fit goes on that was resumed from a checkpoint, with Lightning's rules (its loops' `restarting` flags and restart stages): what was
 * completed is not repeated, what was begun is. Each loop forgets it after its first round.
 */
export class Restart {
  /** The fit loop's first epoch after a checkpoint was loaded. */
  resuming = false;
  /** The fit loop goes on inside an epoch. */
  epochs = false;
  batches = false;
  validation = false;
  epochPoint: EpochPoint = "none";
  batchPoint: BatchPoint = "none";
  midValidation = false;
  /** All is known of the epoch in which it goes on: nothing is left out and nothing done twice, where Lightning's rules do either. */
  isExact = false;

  /**
   * A checkpoint's progress has been loaded.
   *
   * @param countsSteps the fit ends after a number of steps, so that an epoch is never complete by itself.
   */
  begin({ epochs: { current } }: FitProgress, countsSteps: boolean): void {
    const unfinished = current.ready !== current.processed || current.started !== current.processed;
    this.resuming = true;
    this.epochs = this.batches = this.validation = unfinished || countsSteps;
  }

  /**
   * Reads from the progress what is to be done first.
   *
   * @param knowsEpoch what was logged in the epoch was saved, and the loaders are where they were.
   */
  locate({ epochs, batches, validationBatches }: FitProgress, knowsEpoch: boolean): void {
    this.epochPoint = this.#epochPoint(epochs);
    this.batchPoint = this.batches ? batchPoint(batches) : "none";
    this.midValidation = this.validation && isAt(validationBatches, [0, 1, 0]);
    this.isExact = knowsEpoch && this.epochPoint === "midEpoch";
    // A validation that was interrupted runs again from its beginning, and the epoch ends like any other.
    if (this.isExact) this.epochs = this.validation = false;
  }

  /** The first epoch is over. */
  epochDone(): void {
    this.resuming = this.epochs = this.isExact = false;
    this.epochPoint = "none";
  }

  /** The first batch is over. */
  batchDone(): void {
    this.batches = false;
    this.batchPoint = "none";
  }

  /** The first validation batch is over. */
  validationBatchDone(): void {
    this.validation = this.midValidation = false;
  }

  #epochPoint(epochs: Progress): EpochPoint {
    if (this.epochs && isAt(epochs, [1, 0, 0])) return "epochStart";
    if (this.epochs && isAt(epochs, [0, 1, 0])) return "midEpoch";
    if (isAt(epochs, [0, 0, 1])) return this.epochs ? "epochEnd" : this.resuming ? "resumedAtEpochEnd" : "none";
    return "none";
  }
}

function batchPoint(batches: Progress): BatchPoint {
  if (isAt(batches, [0, 0, 1])) return "batchEnd";
  return isAt(batches, [0, 0, 0]) ? "betweenBatches" : "none";
}

/** True when the counts fall by these numbers from ready to started, to processed, to completed. */
function isAt({ total }: Progress, [started, processed, completed]: readonly [number, number, number]): boolean {
  return (
    total.ready - total.started === started &&
    total.started - total.processed === processed &&
    total.processed - total.completed === completed
  );
}
