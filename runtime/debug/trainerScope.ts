import type * as tfjs from "@tensorflow/tfjs";
import type { Trainer } from "../trainer/trainer.js";
import { liveTrainers } from "./liveTrainers.js";
import { bytesText, countText, valueText } from "./numberText.js";
import { ratesText } from "./optimizerText.js";
import { ShownText } from "./shownText.js";

/** Metrics that are in the line; the others are below it. */
const SHOWN = 4;

/** Where the innermost running Trainer is, as an object whose properties are rows; null: none runs. Nothing is computed that it would not have computed. */
export function trainerScope(tf: typeof tfjs): object | null {
  const live = liveTrainers.innermost;
  if (live === null) return null;
  try {
    return rowsOf(tf, live.trainer, live.batch);
  } catch (error) {
    // It may be in the middle of setting up.
    return { trainer: live.trainer, problem: new ShownText(error instanceof Error ? error.message : String(error)) };
  }
}

function rowsOf(tf: typeof tfjs, trainer: Trainer, batch: unknown): object {
  const { state, maxEpochs, currentEpoch, batchIdx, optimizers } = trainer;
  const loader = loaderOf(trainer);
  return {
    stage: new ShownText(
      state.stage === state.fn || state.stage === null ? `${state.fn}` : `${state.fn} · ${state.stage}`,
    ),
    ...(state.fn === "fit"
      ? { epoch: countFromZero(currentEpoch, maxEpochs > 0 ? maxEpochs : Number.POSITIVE_INFINITY) }
      : {}),
    ...(loader.count > 1 ? { dataloaderIdx: countFromZero(loader.index, loader.count) } : {}),
    batchIdx: countFromZero(batchIdx, loader.batches),
    globalStep: trainer.globalStep,
    ...(optimizers.length === 0 ? {} : { "learning rate": ratesRow(trainer) }),
    metrics: metricsRow(trainer),
    batch,
    memory: memoryRow(tf),
    model: trainer.model,
    ...(optimizers.length === 0
      ? {}
      : {
          [optimizers.length === 1 ? "optimizer" : "optimizers"]: optimizers.length === 1 ? optimizers[0] : optimizers,
        }),
    trainer,
  };
}

/** Which of how many loaders the batches come from, and how many it gives. A training combines its loaders to one. */
function loaderOf(trainer: Trainer): { readonly index: number; readonly count: number; readonly batches: number } {
  const { loop, limits } = evaluationOf(trainer);
  if (limits === null) return { index: 0, count: 1, batches: trainer.numBatches };
  const index = loop?.dataloaderIdx ?? 0;
  return { index, count: limits.length, batches: limits[index] ?? Number.POSITIVE_INFINITY };
}

/** The loop that evaluates or predicts, and the batches of each of its loaders; null: it trains. */
function evaluationOf(trainer: Trainer): {
  readonly loop: { readonly dataloaderIdx: number } | null;
  readonly limits: readonly number[] | null;
} {
  const { stage, fn } = trainer.state;
  const inFit = trainer.fitLoop?.validation ?? null;
  switch (stage) {
    case "sanity_check":
      return { loop: inFit, limits: trainer.numSanityValBatches };
    case "validate":
      return { loop: fn === "fit" ? inFit : trainer.validateLoop, limits: trainer.numValBatches };
    case "test":
      return { loop: trainer.testLoop, limits: trainer.numTestBatches };
    case "predict": {
      const limits = trainer.numPredictBatches;
      return { loop: limits.length === 0 ? null : trainer.predictLoop, limits };
    }
    default:
      return { loop: null, limits: null };
  }
}

/** `3 (0–11)`: a number from 0 on, and those that there are. */
function countFromZero(index: number, count: number): ShownText {
  return new ShownText(Number.isFinite(count) && count > 0 ? `${index} (0–${count - 1})` : String(index));
}

function ratesRow({ optimizers }: Trainer): ShownText {
  const [first] = optimizers;
  if (optimizers.length === 1 && first !== undefined && first.paramGroups.length === 1)
    return new ShownText(ratesText(first));
  const rates = optimizers.flatMap((optimizer, i) =>
    optimizer.paramGroups.map(({ name, options }, group): [string, ShownText] => [
      `${i}: ${optimizer.constructor.name}${optimizer.paramGroups.length > 1 ? `, group ${name ?? group}` : ""}`,
      new ShownText(valueText(options.lr)),
    ]),
  );
  return new ShownText(optimizers.map(ratesText).join(", "), Object.fromEntries(rates));
}

/** What was logged last under each name. */
function metricsRow(trainer: Trainer): ShownText {
  let values: Readonly<Record<string, number>>;
  try {
    values = { ...trainer.loggedMetrics, ...trainer.callbackMetrics };
  } catch (error) {
    return new ShownText(`cannot be read here: ${error instanceof Error ? error.message : String(error)}`);
  }
  const entries = Object.entries(values);
  if (entries.length === 0) return new ShownText("nothing logged yet");
  const shown = entries.slice(0, SHOWN).map(([name, value]) => `${name} ${valueText(value)}`);
  const rows = entries.map(([name, value]) => [name, new ShownText(valueText(value))]);
  return new ShownText([...shown, ...(entries.length > SHOWN ? ["…"] : [])].join(", "), Object.fromEntries(rows));
}

function memoryRow(tf: typeof tfjs): ShownText {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  return new ShownText(`${countText(numTensors)} tensors, ${bytesText(numBytes)}`, {
    tensors: numTensors,
    "data buffers": numDataBuffers,
    "of tensors": new ShownText(bytesText(numBytes)),
    "of the process": new ShownText(bytesText(process.memoryUsage.rss())),
  });
}
