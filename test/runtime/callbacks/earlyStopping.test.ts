import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { EarlyStopping, type EarlyStoppingOptions } from "../../../runtime/callbacks/earlyStopping.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

const said: string[] = [];
vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));

test.each<[string, Partial<EarlyStoppingOptions>, readonly number[], string]>([
  [
    "no improvement for as long as its patience lasts",
    { patience: 2 },
    [1, 0.9, 0.95, 0.93, 0.8],
    "4 epochs, PATIENCE_EXHAUSTED: Monitored metric val_loss did not improve in the last 2 records. Best score: 0.900. Signaling Trainer to stop.",
  ],
  [
    "improvements smaller than minDelta are none",
    { patience: 1, minDelta: 0.25, mode: "max" },
    [0.5, 0.75, 1.25, 1],
    "2 epochs, PATIENCE_EXHAUSTED: Monitored metric val_loss did not improve in the last 1 records. Best score: 0.500. Signaling Trainer to stop.",
  ],
  [
    "a value that is good enough",
    { stoppingThreshold: 0.5 },
    [1, 0.4, 0.3],
    "2 epochs, STOPPING_THRESHOLD: Stopping threshold reached: val_loss = 0.4000000059604645 < 0.5. Signaling Trainer to stop.",
  ],
  [
    "a value that is too bad",
    { divergenceThreshold: 2 },
    [1, 2, 2.5, 0.3],
    "3 epochs, DIVERGENCE_THRESHOLD: Divergence threshold reached: val_loss = 2.5 < 2. Signaling Trainer to stop.",
  ],
  [
    "a value that is no number",
    {},
    [1, Number.NaN, 0.3],
    "2 epochs, NON_FINITE_METRIC: Monitored metric val_loss = nan is not finite. Previous best value was 1.000. Signaling Trainer to stop.",
  ],
  ["nothing of all that", {}, [3, 2, 1], "3 epochs, NOT_STOPPED: null"],
])("what stops training: %s", async (_title, options, values, outcome) => {
  const { stopping, trainer } = await trained(options, values);
  const { stoppingReason, stoppingReasonMessage } = stopping;
  expect(`${trainer.currentEpoch} epochs, ${stoppingReason}: ${stoppingReasonMessage}`).toBe(outcome);
});

test("what it knows goes into checkpoints and comes back", async () => {
  const { stopping } = await trained({ patience: 2 }, [1, 2, 3]);
  const state = stopping.stateDict();
  expect(state).toEqual({
    waitCount: 2,
    stoppedEpoch: 2,
    bestScore: 1,
    patience: 2,
    stoppingReason: 3,
    stoppingReasonMessage:
      "Monitored metric val_loss did not improve in the last 2 records. Best score: 1.000. Signaling Trainer to stop.",
  });
  const other = new EarlyStopping({ monitor: "val_loss" });
  other.loadStateDict(state);
  expect([other.stateDict(), other.stoppingReason]).toEqual([state, "PATIENCE_EXHAUSTED"]);
});

test("with several validations in an epoch it checks after each of them", async () => {
  const often = await trained({ patience: 2 }, [1, 1, 1, 1], { valCheckInterval: 2, limitTrainBatches: 4 });
  expect([often.trainer.globalStep, often.stopping.waitCount]).toEqual([6, 2]);
});

test("`verbose` says what it finds", async () => {
  said.length = 0;
  await trained({ patience: 1, verbose: true }, [1, 0.5, 0.6]);
  expect(said.filter((line) => line.startsWith("M"))).toEqual([
    "Metric val_loss improved. New best score: 1.000",
    "Metric val_loss improved by 0.500 >= minDelta = 0.0. New best score: 0.500",
    "Monitored metric val_loss did not improve in the last 1 records. Best score: 0.500. Signaling Trainer to stop.",
  ]);
});

test("a metric that nobody logs is an error, unless it need not be there", async () => {
  await expect(trained({ monitor: "val_los" }, [1])).rejects.toThrow(
    "Early stopping conditioned on metric `val_los` which is not available. Pass in or modify your `EarlyStopping` callback to use any of the following: `val_loss`",
  );
  expect((await trained({ monitor: "val_los", strict: false }, [1, 2])).trainer.currentEpoch).toBe(2);
});

test("a mode that is none is refused", () => {
  expect(() => new EarlyStopping({ monitor: "a", mode: "best" as "min" })).toThrow("`mode` can be min, max, got best.");
});

test("the Trainer knows it", () => {
  const stopping = new EarlyStopping({ monitor: "a" });
  const trainer = new Trainer({ ...QUIET, callbacks: stopping });
  expect([trainer.earlyStoppingCallback, trainer.earlyStoppingCallbacks]).toEqual([stopping, [stopping]]);
});

class Scripted extends TinyModel {
  constructor(private readonly values: readonly number[]) {
    super();
  }

  override validationStep(): void {}

  override onValidationEpochEnd(): void {
    this.log("val_loss", this.values[this.currentEpoch] ?? 0);
  }
}

async function trained(given: Partial<EarlyStoppingOptions>, values: readonly number[], options: TrainerOptions = {}) {
  const stopping = new EarlyStopping({ monitor: "val_loss", ...given });
  const trainer = new Trainer({
    ...QUIET,
    maxEpochs: values.length,
    numSanityValSteps: 0,
    enableCheckpointing: false,
    callbacks: stopping,
    ...options,
  });
  const model = new Scripted(values);
  await trainer.fit(model, { trainDataloaders: batches(4), valDataloaders: batches(1) }).finally(() => model.dispose());
  return { stopping, trainer };
}
