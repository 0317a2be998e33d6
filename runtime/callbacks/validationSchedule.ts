import type { Trainer } from "../trainer/trainer.js";

/** True when validation runs once in each epoch that it runs in, at its end: then its metrics are fresh when the epoch ends. */
export function validatesOncePerEpoch({ valCheckInterval: interval }: Trainer): boolean {
  return (
    (interval.kind === "fraction" && interval.share === 1) || (interval.kind === "count" && interval.batches === 1)
  );
}

/** True in the last batch of an epoch that is followed by a validation. */
export function validatesAfterBatch(trainer: Trainer): boolean {
  const { checkValEveryNEpoch: every, numValBatches } = trainer;
  const isDue = every === null || (trainer.currentEpoch + 1) % every === 0;
  return trainer.isLastBatch && isDue && trainer.enableValidation && numValBatches.some((batches) => batches > 0);
}
