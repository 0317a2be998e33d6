import type { BatchPosition } from "../protocol/batchStops.js";
import type { Trainer } from "../trainer/trainer.js";

const STAGES: Readonly<Record<string, string>> = { validate: "validation", test: "test", predict: "prediction" };

/** Where a Trainer is. Numbers are from 0, as in the user's code. */
export function batchPosition(trainer: Trainer): BatchPosition {
  const { state, currentEpoch, batchIdx } = trainer;
  const isTraining = state.stage === "train";
  const epoch = state.fn === "fit" && state.stage !== "sanity_check" ? currentEpoch : null;
  const batches = isTraining && Number.isFinite(trainer.numBatches) ? trainer.numBatches : null;
  const which = state.stage === "sanity_check" ? "sanity check, " : epoch === null ? "" : `epoch ${epoch}, `;
  const stage = STAGES[state.stage ?? ""] ?? "";
  const isOver = stage !== "" && batchIdx >= trainer.numBatches;
  const text = `${which}${isOver ? `end of ${stage}` : `${stage} batch ${batchIdx}`.trim()}`;
  return { epoch, batch: batchIdx, batches, isTraining, text };
}
