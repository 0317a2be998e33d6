import type { LightningModule } from "../core/lightningModule.js";
import { DataLoader } from "../data/dataLoader.js";
import type { Limit } from "../trainer/options.js";
import type { Trainer } from "../trainer/trainer.js";
import { isOutOfMemory } from "./outOfMemory.js";
import { Snapshot } from "./snapshot.js";
import { setField } from "./tunedField.js";

export interface ScaleBatchSizeOptions {
  /** Doubles until memory is full ("power", the default), or then bisects ("binsearch"). */
  readonly mode?: "power" | "binsearch";
  /** Steps to run with each size; default 3. */
  readonly stepsPerTrial?: number;
  /** The first size; default 2. */
  readonly initVal?: number;
  /** Sizes to try at most; default 25. */
  readonly maxTrials?: number;
  /** The field of the module, the data module, or their hyperparameters; default `batchSize`. */
  readonly batchArgName?: string;
  /** By what share "binsearch" stays below what it found; default 0.05. */
  readonly margin?: number;
  /** The largest size to try; default 8192. */
  readonly maxVal?: number;
}

/** Finds a batch size as large as memory and data allow, sets it, and puts everything else back as it was. Null in a `fastDevRun`. */
export async function scaleBatchSize(
  trainer: Trainer,
  module: LightningModule,
  options: ScaleBatchSizeOptions = {},
): Promise<number | null> {
  if (trainer.fastDevRun) {
    console.warn("Skipping batch size scaler since `fastDevRun` is enabled.");
    return null;
  }
  const { mode = "power", batchArgName = "batchSize", margin = 0.05 } = options;
  const before = new Snapshot(module, trainer.optimizers);
  try {
    const found = await search(trainer, module, options);
    const size = mode === "binsearch" ? Math.max(1, Math.floor(found * (1 - margin))) : found;
    setField(trainer, module, batchArgName, size);
    trainer.print(`Finished batch size finder, will continue with full run using batch size ${size}`);
    return size;
  } finally {
    before.restore();
    before.dispose();
  }
}

/** @returns the largest size that worked. */
async function search(trainer: Trainer, module: LightningModule, options: ScaleBatchSizeOptions): Promise<number> {
  const { mode = "power", initVal = 2, maxTrials = 25, batchArgName = "batchSize", maxVal = 8192 } = options;
  let size = Math.min(initVal, maxVal);
  let works = 0;
  let fails: number | null = null;
  for (let trial = 1; ; trial++) {
    setField(trainer, module, batchArgName, size);
    const { fits, dataLength } = await trySize(trainer, options);
    if (fits) works = size;
    else fails = size;
    const next = nextSize(mode, works, fails);
    const isEnough = trial >= maxTrials || (fits && (size >= maxVal || (dataLength !== null && size >= dataLength)));
    if (isEnough || next === null) return works === 0 ? Math.max(1, Math.floor(size / 2)) : works;
    trainer.print(`Batch size ${size} ${fits ? "succeeded" : "failed"}, trying batch size ${Math.min(next, maxVal)}`);
    size = Math.min(next, maxVal);
  }
}

/** @returns null when there is nothing more to find. */
function nextSize(mode: "power" | "binsearch", works: number, fails: number | null): number | null {
  if (fails === null) return works * 2;
  if (works === 0) return fails > 1 ? Math.floor(fails / 2) : null;
  return mode === "power" || fails - works <= 1 ? null : Math.floor((works + fails) / 2);
}

async function trySize(trainer: Trainer, { stepsPerTrial = 3 }: ScaleBatchSizeOptions) {
  const limit: Limit = { kind: "count", batches: stepsPerTrial };
  try {
    const loader = await trainer.runTrial({
      callbacks: [],
      options: {
        maxSteps: trainer.globalStep + stepsPerTrial,
        limitTrainBatches: { kind: "fraction", share: 1 },
        ...{ limitValBatches: limit, limitTestBatches: limit, limitPredictBatches: limit, numSanityValSteps: 0 },
      },
      lrSchedulers: [],
    });
    return { fits: true, dataLength: loader instanceof DataLoader ? loader.dataset.length : null };
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    return { fits: false, dataLength: null };
  }
}
