import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { backend } from "../backend/tf.js";
import type { LightningModule } from "../core/lightningModule.js";
import { originalPlace } from "../loader/stackPlaces.js";
import { packageVersion } from "../packageFolder.js";
import { RUN_FILE, type RunError, type RunFile, type RunStatus } from "../protocol/runFile.js";
import { SUMMARY_FILE } from "../protocol/summaryFile.js";
import { summarize } from "../summary/modelSummary.js";
import { Interruption } from "../trainer/interruption.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

const WRITE_EVERY_MS = 500;

/** Keeps `run.json` true while a run goes on, and writes `summary.json` when it begins. Views read these files. */
export class RunRecorder extends Callback {
  #writtenAt = 0;
  #startedAt = new Date();
  #git: RunFile["git"] = null;
  #batch = 0;
  #epochStartedAt = 0;

  override setup(trainer: Trainer): void {
    if (trainer.logDir === null) return;
    this.#startedAt = new Date();
    mkdirSync(trainer.logDir, { recursive: true });
    this.#readGit(trainer);
    this.#write(trainer, "running", null);
  }

  override onFitStart(trainer: Trainer, module: LightningModule): void {
    if (trainer.logDir !== null)
      writeFileAtomic(join(trainer.logDir, SUMMARY_FILE), JSON.stringify(summarize(module), null, 1));
  }

  override onTrainEpochStart(trainer: Trainer): void {
    this.#begin(trainer);
  }

  override onTrainBatchEnd(
    trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#progress(trainer, batchIdx);
  }

  override onValidationEpochStart(trainer: Trainer): void {
    this.#begin(trainer);
  }

  override onValidationBatchEnd(
    trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#progress(trainer, batchIdx);
  }

  override onTestEpochStart(trainer: Trainer): void {
    this.#begin(trainer);
  }

  override onTestBatchEnd(
    trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#progress(trainer, batchIdx);
  }

  override teardown(trainer: Trainer): void {
    this.#write(trainer, "finished", null);
  }

  override onException(trainer: Trainer, _module: LightningModule, exception: unknown): void {
    if (exception instanceof Interruption) this.#write(trainer, "interrupted", null);
    else this.#write(trainer, "failed", describeError(exception));
  }

  #begin(trainer: Trainer): void {
    this.#batch = 0;
    this.#epochStartedAt = performance.now();
    this.#writeIfDue(trainer);
  }

  #progress(trainer: Trainer, batchIdx: number): void {
    this.#batch = batchIdx + 1;
    this.#writeIfDue(trainer);
  }

  #writeIfDue(trainer: Trainer): void {
    if (performance.now() - this.#writtenAt >= WRITE_EVERY_MS) this.#write(trainer, "running", null);
  }

  #write(trainer: Trainer, status: RunStatus, error: RunError | null): void {
    if (trainer.logDir === null) return;
    this.#writtenAt = performance.now();
    const now = new Date().toISOString();
    const { fn, stage } = trainer.state;
    const batches = trainer.numBatches;
    const file: RunFile = {
      version: 1,
      ...{ status, fn: fn ?? "fit", stage, error },
      epoch: trainer.currentEpoch,
      maxEpochs: trainer.maxEpochs === -1 ? null : trainer.maxEpochs,
      batch: this.#batch,
      batches: Number.isFinite(batches) ? batches : null,
      globalStep: trainer.globalStep,
      etaSeconds: status === "running" ? this.#eta(trainer, batches) : null,
      pid: process.pid,
      command: process.argv,
      cwd: process.cwd(),
      git: this.#git,
      versions: { lightningRuntime: packageVersion(), ...backend.versions },
      backend: backend.kind,
      startedAt: this.#startedAt.toISOString(),
      updatedAt: now,
      endedAt: status === "running" ? null : now,
    };
    writeFileAtomic(join(trainer.logDir, RUN_FILE), JSON.stringify(file, null, 1));
  }

  /** Seconds to the end of the fit, if every epoch takes as long a batch as this one. */
  #eta(trainer: Trainer, batches: number): number | null {
    if (trainer.state.stage !== "train" || this.#batch === 0 || !Number.isFinite(batches) || trainer.maxEpochs === -1)
      return null;
    const secondsABatch = (performance.now() - this.#epochStartedAt) / 1000 / this.#batch;
    const left = batches - this.#batch + (trainer.maxEpochs - trainer.currentEpoch - 1) * batches;
    return Math.max(0, Math.round(left * secondsABatch * 10) / 10);
  }

  /** Asked beside the training: a repository may be large. */
  #readGit(trainer: Trainer): void {
    execFile("git", ["rev-parse", "HEAD"], (error, commit) => {
      if (error !== null) return;
      execFile("git", ["status", "--porcelain", "--untracked-files=no"], (_, changes) => {
        this.#git = { commit: commit.trim(), dirty: changes.trim() !== "" };
        if (trainer.state.status === "running") this.#write(trainer, "running", null);
      });
    });
  }
}

function describeError(exception: unknown): RunError {
  if (!(exception instanceof Error))
    return { name: "Error", message: String(exception), stack: null, file: null, line: null };
  const place = originalPlace(exception.stack ?? "");
  return {
    name: exception.name,
    message: exception.message,
    stack: exception.stack ?? null,
    file: place?.file ?? null,
    line: place?.line ?? null,
  };
}
