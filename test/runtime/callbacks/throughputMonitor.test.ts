import "../onCpu.js";
import { expect, test } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { Throughput } from "../../../runtime/callbacks/throughput.js";
import { ThroughputMonitor } from "../../../runtime/callbacks/throughputMonitor.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";
import { RecordingLogger } from "./recordingLogger.js";

test("rates are measured over the window, once it is full", () => {
  const times = [0, 1, 2, 4];
  const throughput = new Throughput({ windowSize: 3, clock: () => times.shift() ?? 0 });
  const batch = { samples: 8, length: 80, flops: 100 };
  throughput.update(batch);
  throughput.update(batch);
  expect(throughput.compute()).toEqual({ time: 2, batches: 2, samples: 16, lengths: 160 });
  throughput.update(batch);
  expect(throughput.compute()).toEqual({
    ...{ time: 4, batches: 3, samples: 24, lengths: 240 },
    "device/batches_per_sec": 2 / 3,
    "device/samples_per_sec": 16 / 3,
    "device/items_per_sec": 160 / 3,
    "device/flops_per_sec": 200 / 3,
  });
});

test("time that was spent on something else does not count", () => {
  const times = [0, 1, 12];
  const throughput = new Throughput({ windowSize: 2, clock: () => times.shift() ?? 0 });
  const batch = { samples: 1, length: null, flops: null };
  throughput.update(batch);
  throughput.pauseFor(10);
  throughput.update(batch);
  expect(throughput.compute()).toEqual({
    ...{ time: 2, batches: 2, samples: 2 },
    "device/batches_per_sec": 1,
    "device/samples_per_sec": 1,
  });
});

test("the monitor logs them by stage at the steps that are logged", async () => {
  class Model extends TinyModel {
    override validationStep(): void {}
  }
  const logger = new RecordingLogger();
  const batchSizeFn = (batch: unknown) => (batch as [tf.Tensor])[0].shape[0] ?? 0;
  const callbacks = new ThroughputMonitor({ batchSizeFn, windowSize: 2 });
  const trainer = new Trainer({ ...QUIET, logger, logEveryNSteps: 2, maxEpochs: 1, callbacks });
  trainer.print = () => {};
  await trainer.fit(new Model(), { trainDataloaders: batches(3), valDataloaders: batches(2) });
  const measured = (stage: string) =>
    ["time", "batches", "samples", "device/batches_per_sec", "device/samples_per_sec"].map(
      (name) => `${stage}/${name}`,
    );
  expect(logger.rows.map(([step, row]) => [step, Object.keys(row), row["train/samples"]])).toEqual([
    [1, ["epoch", ...measured("train")], 8],
    [2, measured("validate"), undefined],
  ]);
});
