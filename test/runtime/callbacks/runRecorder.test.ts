import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Callback } from "../../../runtime/callbacks/callback.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { parseRunFile, type RunFile } from "../../../runtime/protocol/runFile.js";
import { parseSummaryFile } from "../../../runtime/protocol/summaryFile.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, TinyModel } from "../trainer/tinyModel.js";

vi.spyOn(console, "log").mockReturnValue();

class Model extends TinyModel {
  override exampleInputArray = tf.zeros([1, 2]);

  override testStep(batch: unknown): void {
    this.log("test_loss", super.trainingStep(batch));
  }
}

test("run.json says that it runs, where it is, and that it has finished; the test after a fit belongs to the same run", async () => {
  const folder = temporaryFolder();
  const during: (RunFile | null)[] = [];
  class Looking extends Callback {
    override onTrainEpochStart(): void {
      during.push(runOf(folder));
    }
  }
  const trainer = trainerIn(folder, new Looking());
  await trainer.fit(new Model(), { trainDataloaders: batches(3) });
  const fitted = runOf(folder);
  expect(during.map(picture)).toEqual([
    "running fit, stage train, epoch 0 of 2, batch 0 of ?, step 0",
    "running fit, stage train, epoch 0 of 2, batch 0 of ?, step 0",
  ]);
  expect(picture(fitted)).toBe("finished fit, stage train, epoch 2 of 2, batch 3 of 3, step 6");
  expect(fitted).toMatchObject({ pid: process.pid, cwd: process.cwd(), backend: "cpu", error: null });
  expect(fitted?.versions).toMatchObject({ tfjs: "4.22.0", node: process.versions.node });

  await trainer.test(new Model(), { dataloaders: batches(2), verbose: false });
  const tested = runOf(folder);
  expect(picture(tested)).toBe("finished test, stage test, epoch 2 of 2, batch 2 of 2, step 6");
  expect(tested?.startedAt).toBe(fitted?.startedAt);
  expect(Date.parse(tested?.endedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(fitted?.endedAt ?? ""));
});

test("a run that fails has the error and its place", async () => {
  const folder = temporaryFolder();
  class Failing extends Model {
    override trainingStep(): never {
      throw new RangeError("too far");
    }
  }
  await expect(trainerIn(folder).fit(new Failing(), { trainDataloaders: batches(3) })).rejects.toThrow("too far");
  const run = runOf(folder);
  expect(run).toMatchObject({ status: "failed", error: { name: "RangeError", message: "too far" } });
  expect(run?.error?.file).toMatch(/runRecorder\.test\.ts$/);
  const source = readFileSync(run?.error?.file ?? "", "utf8").split("\n");
  expect(source[(run?.error?.line ?? 0) - 1]).toContain('throw new RangeError("too far")');
});

test("a run that fails before it begins is recorded too", async () => {
  const folder = temporaryFolder();
  class NoData extends LightningDataModule {
    override prepareData(): never {
      throw new Error("no network");
    }
  }
  await expect(trainerIn(folder).fit(new Model(), new NoData())).rejects.toThrow("no network");
  expect(runOf(folder)).toMatchObject({ status: "failed", error: { message: "no network" } });
});

test("summary.json has the layers, their shapes, and where each was made", async () => {
  const folder = temporaryFolder();
  await trainerIn(folder).fit(new Model(), { trainDataloaders: batches(1) });
  const summary = parseSummaryFile(JSON.parse(fileOf(folder, "summary.json")));
  expect(summary?.model).toBe("Model");
  expect(summary?.totals).toMatchObject({ totalParams: 3, trainableParams: 3, modulesInTrain: 1, flops: 4 });
  const [row] = summary?.rows ?? [];
  expect(row).toMatchObject({
    name: "layer",
    type: "Linear",
    params: 3,
    flops: 4,
    inSizes: "[1, 2]",
    outSizes: "[1, 1]",
  });
  const line = readFileSync(row?.source?.file ?? "", "utf8").split("\n")[(row?.source?.line ?? 0) - 1];
  expect(line).toBe("  layer = new Linear(2, 1);");
});

function trainerIn(defaultRootDir: string, ...callbacks: Callback[]): Trainer {
  return new Trainer({ defaultRootDir, callbacks, maxEpochs: 2, enableProgressBar: false, enableModelSummary: false });
}

function fileOf(folder: string, name: string): string {
  return readFileSync(join(folder, "lightning_logs", "version_0", name), "utf8");
}

function runOf(folder: string): RunFile | null {
  return parseRunFile(JSON.parse(fileOf(folder, "run.json")));
}

function picture(run: RunFile | null): string {
  if (run === null) return "no run";
  const { status, fn, stage, epoch, maxEpochs, batch, batches: all, globalStep } = run;
  return `${status} ${fn}, stage ${stage}, epoch ${epoch} of ${maxEpochs}, batch ${batch} of ${all ?? "?"}, step ${globalStep}`;
}
