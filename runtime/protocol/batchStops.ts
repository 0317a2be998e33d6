/** Where training is to stop, as a debugger tells the runtime. Plain JSON. */
export interface BatchStops {
  /** Conditions over `epoch`, `batch`, `globalStep`, `stage` and the logged metrics, in JavaScript; an empty one always holds. Empty list: off. */
  readonly batchStart: readonly string[];
  /** As `batchStart`, at the first training batch of an epoch. */
  readonly epochStart: readonly string[];
  /** What must stay finite: `loss`, `gradient`, `weight`, or metrics by their names. Empty: off. */
  readonly nonFinite: readonly string[];
  /** Conditions over logged metrics, and `best` for the best value that the first one named had before. Empty: off. */
  readonly metric: readonly string[];
  /** The next stop only. Null: none is wanted. */
  readonly runTo: RunTo | null;
}

/** `epoch`: its first training batch; `validation`: its first batch; a batch that does not exist: the next one that does. Numbers are from 0. */
export type RunTo =
  | "batch"
  | "epoch"
  | "validation"
  | { readonly epoch: number; readonly batch: number }
  /** The first batch that a step gets. */
  | { readonly step: StepName };

export type StepName = "trainingStep" | "validationStep" | "testStep" | "predictStep";

export const STEP_NAMES: readonly StepName[] = ["trainingStep", "validationStep", "testStep", "predictStep"];

/** Why a Trainer has stopped for the debugger. */
export interface BatchStop {
  readonly kind: "batch" | "epoch" | "validation" | "runTo" | "nonFinite" | "metric";
  /** What and where: `Non-finite gradient: net.0.weight (3 NaN, 0 Inf) at epoch 1, batch 12`. */
  readonly text: string;
}

/** Where the innermost running Trainer is. */
export interface BatchPosition {
  /** Null: it does not train. */
  readonly epoch: number | null;
  readonly batch: number;
  /** Null: nobody knows. */
  readonly batches: number | null;
  readonly isTraining: boolean;
  /** `epoch 1, batch 12`. */
  readonly text: string;
}

/** The description of a BatchStops lies on `globalThis` under `Symbol.for` of this, for a runtime that is loaded later. */
export const BATCH_STOPS_SYMBOL = "lightning.batchStops";

/** The function in the runtime that stops for a debugger: it is the top frame then, with arguments `stop` and `step`. */
export const STOP_FUNCTION = "stopForDebugger";
