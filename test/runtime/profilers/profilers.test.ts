import "../onCpu.js";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Callback } from "../../../runtime/callbacks/callback.js";
import { AdvancedProfiler } from "../../../runtime/profilers/advancedProfiler.js";
import { functionsText, functionTimes } from "../../../runtime/profilers/functionTimes.js";
import { Profiler } from "../../../runtime/profilers/profiler.js";
import { SimpleProfiler } from "../../../runtime/profilers/simpleProfiler.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

/** A clock that is read from a list. */
const clock =
  (...times: number[]) =>
  () =>
    times.shift() ?? 0;

test("the simple profiler adds up the durations of each action, the longest first", () => {
  const profiler = new SimpleProfiler({}, clock(0, 1, 2, 3, 5, 6, 6.5, 10));
  profiler.setup("fit", null);
  profiler.profile("load", () => 0);
  profiler.profile("load", () => 0);
  profiler.profile("save", () => 0);
  expect(figures(profiler.summary())).toEqual([
    ["Action", "Mean duration (s)", "Num calls", "Total time (s)", "Percentage %"],
    ["Total", "-", "3", "10.0", "100 %"],
    ["load", "1.5", "2", "3.0", "30.0"],
    ["save", "0.5", "1", "0.5", "5.0"],
  ]);
});

test("without `extended` it tells means and totals only, the largest mean first", () => {
  const profiler = new SimpleProfiler({ extended: false }, clock(0, 1, 2, 3, 5));
  profiler.profile("load", () => 0);
  profiler.profile("save", () => 0);
  expect(figures(profiler.summary())).toEqual([
    ["Action", "Mean duration (s)", "Total time (s)"],
    ["save", "2.0", "2.0"],
    ["load", "1.0", "1.0"],
  ]);
});

test("an action ends when its promise settles, and also when it fails", async () => {
  const profiler = new SimpleProfiler({ extended: false }, clock(0, 0, 1, 1, 4));
  const failure = new Error("a mistake");
  await profiler.profile("later", async () => {});
  expect(() =>
    profiler.profile("broken", () => {
      throw failure;
    }),
  ).toThrow(failure);
  expect(figures(profiler.summary()).slice(1)).toEqual([
    ["broken", "3.0", "3.0"],
    ["later", "1.0", "1.0"],
  ]);
});

test("an action that runs cannot be started, and one that does not run cannot be stopped", () => {
  const profiler = new SimpleProfiler();
  profiler.start("load");
  expect(() => profiler.start("load")).toThrow("Attempted to start load which has already started. Stop it first.");
  expect(() => profiler.stop("save")).toThrow("Attempting to stop recording an action (save) which was never started.");
});

test("a Trainer with a profiler measures loops, loaders, steps and hooks under Lightning's names", async () => {
  const actions: string[] = [];
  class Noting extends Profiler {
    override start(name: string): void {
      actions.push(name);
    }
    override stop(): void {}
  }
  class Model extends TinyModel {
    override onTrainStart(): void {}
  }
  class Watcher extends Callback {
    override onTrainEnd(): void {}
  }
  const profiler = new Noting();
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, profiler, callbacks: new Watcher() });
  const model = new Model();
  trainer.print = () => {};
  await trainer.fit(model, { trainDataloaders: batches(1) });
  const own = actions.filter((name) => !name.startsWith("[Callback]RunRecorder"));
  expect([...new Set(own)]).toEqual([
    "[LightningModule]Model.configureOptimizers",
    "[LightningModule]Model.onTrainStart",
    "run_training_epoch",
    "[_TrainingEpochLoop].train_dataloader_next",
    "run_training_batch",
    "[LightningModule]Model.optimizerStep",
    "[Strategy]SingleDeviceStrategy.trainingStep",
    "[LightningModule]Model.optimizerZeroGrad",
    "[Strategy]SingleDeviceStrategy.backward",
    "[LightningModule]Model.configureGradientClipping",
    "[Callback]Watcher.onTrainEnd",
  ]);
  expect(Object.getOwnPropertyNames(model)).not.toContain("trainingStep");
});

test("a measured module looks to the Trainer as it is: one loader's batches are still told from another's", async () => {
  class Blind extends TinyModel {
    override testStep(): void {}
  }
  class Seeing extends TinyModel {
    override testStep(_batch: unknown, _batchIdx: number, dataloaderIdx: number): void {
      this.log("loader", dataloaderIdx);
    }
  }
  const trainer = new Trainer({ ...QUIET, profiler: "simple" });
  trainer.print = () => {};
  const data = { dataloaders: [batches(1), batches(1)] };
  await expect(trainer.test(new Blind(), data)).rejects.toThrow("no `dataloaderIdx` argument");
  expect(await trainer.test(new Seeing(), data)).toEqual([
    { "loader/dataloader_idx_0": 0 },
    { "loader/dataloader_idx_1": 1 },
  ]);
});

test('`profiler: "simple"` prints its report at the end, and a named one goes to `<stage>-<name>.txt`', async () => {
  const folder = temporaryFolder();
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  await new Trainer({ ...QUIET, maxEpochs: 1, profiler: "simple" }).fit(new TinyModel(), {
    trainDataloaders: batches(2),
  });
  const report = printed.mock.calls.flat().find((text) => String(text).startsWith("FIT Profiler Report"));
  printed.mockRestore();
  expect(figures(String(report)).map(([action, , calls]) => [action, calls])).toContainEqual([
    "run_training_batch",
    "2",
  ]);
  const profiler = new SimpleProfiler({ dirpath: folder, filename: "perf" });
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, profiler });
  trainer.print = () => {};
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(readdirSync(folder)).toEqual(["fit-perf.txt"]);
  expect(readFileSync(join(folder, "fit-perf.txt"), "utf8")).toMatch(/^FIT Profiler Report\n\n-+\n\| {2}Action/);
});

test("the advanced profiler tells in which functions an action's time went", async () => {
  const folder = temporaryFolder();
  const profiler = new AdvancedProfiler({ dirpath: folder, filename: "perf", dumpStats: true });
  function busyWork(): number {
    let sum = 0;
    const end = process.hrtime.bigint() + 30_000_000n;
    while (process.hrtime.bigint() < end) sum += tf.util.sizeFromShape([2, 3]);
    return sum;
  }
  profiler.setup("fit", null);
  profiler.profile("work", busyWork);
  profiler.describe();
  profiler.teardown();
  expect(readdirSync(folder).sort()).toEqual(["fit-perf.cpuprofile", "fit-perf.txt"]);
  const text = readFileSync(join(folder, "fit-perf.txt"), "utf8");
  expect(text).toMatch(/^FIT Profiler Report\nProfile stats for: work\n {9}1 calls in \d\.\d{3} seconds\n/);
  expect(text).toMatch(/\d\.\d{4} +\d\.\d{4} {2}busyWork \(profilers\.test\.ts:\d+\)/);
});

test("of a profile only the samples within an action count, and only what it called, in itself and in all", () => {
  const frame = (functionName: string, url = "") => ({ functionName, url, lineNumber: 0 });
  const profile = {
    nodes: [
      { id: 1, callFrame: frame("(root)"), children: [2] },
      { id: 2, callFrame: frame("caller"), children: [3] },
      { id: 3, callFrame: frame("runProfiledAction", "functionTimes.ts"), children: [4] },
      { id: 4, callFrame: frame("outer"), children: [5] },
      { id: 5, callFrame: frame("inner") },
    ],
    startTime: 0,
    samples: [4, 5, 5, 4],
    timeDeltas: [1_000_000, 1_000_000, 1_000_000, 1_000_000],
  };
  expect(functionsText(functionTimes(profile, [{ start: 500_000, end: 2_500_000, depth: 0 }]))).toBe(
    ["  self (s) total (s)  function", "   1.0000    2.0000  outer", "   1.0000    1.0000  inner", ""].join("\n"),
  );
});

function figures(report: string): string[][] {
  return report
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
