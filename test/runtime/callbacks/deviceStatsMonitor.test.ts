import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { DeviceStatsMonitor } from "../../../runtime/callbacks/deviceStatsMonitor.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";
import { RecordingLogger } from "./recordingLogger.js";

test("the stats of tensors, process and machine are logged at both ends of the batches that are logged", async () => {
  const rows = await trainWith(new DeviceStatsMonitor(), 2);
  expect(rows.map(([step, row]) => [step, Object.keys(row)[0]?.split("/")[0]])).toEqual([
    [1, "DeviceStatsMonitor.on_train_batch_start"],
    [1, "DeviceStatsMonitor.on_train_batch_end"],
  ]);
  const names = Object.keys(rows[0]?.[1] ?? {}).map((key) => key.split("/")[1]);
  expect(names).toEqual(expect.arrayContaining(["cpu_percent", "cpu_vm_percent", "numTensors", "numBytes", "rss"]));
  expect(Object.values(rows[0]?.[1] ?? {}).every(Number.isFinite)).toBe(true);
});

test("`filterKeys` chooses, and a name that is none is told; `cpuStats: false` leaves the machine out", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const [, end] = await trainWith(
    new DeviceStatsMonitor({ filterKeys: ["numTensors", "cpu_percent", "gpu"], cpuStats: false }),
    1,
  );
  expect(Object.keys(end?.[1] ?? {})).toEqual(["DeviceStatsMonitor.on_train_batch_end/numTensors"]);
  expect(warn).toHaveBeenCalledWith(
    expect.stringContaining("`filterKeys` has cpu_percent, gpu, which are no stats here"),
  );
  warn.mockRestore();
});

test("without a logger it is refused", async () => {
  const trainer = new Trainer({ ...QUIET, callbacks: new DeviceStatsMonitor() });
  await expect(trainer.fit(new TinyModel(), { trainDataloaders: batches(1) })).rejects.toThrow(
    "Cannot use `DeviceStatsMonitor` callback with `Trainer({ logger: false })`.",
  );
});

async function trainWith(callback: DeviceStatsMonitor, logEveryNSteps: number) {
  const logger = new RecordingLogger();
  const trainer = new Trainer({ ...QUIET, logger, logEveryNSteps, maxEpochs: 1, callbacks: callback });
  trainer.print = () => {};
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  return logger.rows;
}
