import type { BatchPosition } from "../protocol/batchStops.js";
import type { Trainer } from "../trainer/trainer.js";

const STAGES: Readonly<Record<string, string>> = { validate: "validation ", test: "test ", predict: "prediction " };

/** Where a Trainer is. Numbers are from 0, as in the user's code. */
export function batchPosition(trainer: Trainer): BatchPosition {
  const { state, currentEpoch, batchIdx } = trainer;
  const isTraining = state.stage === "train";
  const epoch = state.fn === "fit" && state.stage !== "sanity_check" ? currentEpoch : null;
  const batches = isTraining && Number.isFinite(trainer.numBatches) ? trainer.numBatches : null;
  const which = state.stage === "sanity_check" ? "sanity check, " : epoch === null ? "" : `epoch ${epoch}, `;
  const text = `${which}${STAGES[state.stage ?? ""] ?? ""}batch ${batchIdx}`;
  return { epoch, batch: batchIdx, batches, isTraining, text };
}
