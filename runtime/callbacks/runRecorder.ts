import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { backend } from "../backend/tf.js";
import type { LightningModule } from "../core/lightningModule.js";
import { originalPlace } from "../loader/stackPlaces.js";
import { packageVersion } from "../packageFolder.js";
import { RUN_FILE, type RunError, type RunFile, type RunStatus } from "../protocol/runFile.js";
import { SUMMARY_FILE } from "../protocol/summaryFile.js";
import { ModelSummary } from "../summary/modelSummary.js";
import { Interruption } from "../trainer/interruption.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

const WRITE_EVERY_MS = 500;

/** Keeps `run.json` true while a run goes on, however it ends, and writes `summary.json` when a fit begins. Views read these files. */
export class RunRecorder extends Callback {
  #file: RunFile | null = null;
  #writtenAt = 0;
  #startedAt: string | null = null;
  #git: RunFile["git"] = null;
  #batch = 0;
  #epochStartedAt = 0;
  #stopListening = () => {};

  /** A fit and the test after it are one run: it began with the first. */
  override setup(trainer: Trainer): void {
    if (trainer.logDir === null) return;
    if (this.#startedAt === null) this.#readGit(trainer.logDir);
    this.#startedAt ??= new Date().toISOString();
    this.#write(trainer, "running", null);
    this.#listen(trainer);
  }

  override onFitStart(trainer: Trainer, module: LightningModule): void {
    if (trainer.logDir !== null)
      writeFileAtomic(
        join(trainer.logDir, SUMMARY_FILE),
        JSON.stringify(new ModelSummary(module, { maxDepth: -1 }).toFile(), null, 1),
      );
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
    this.#end(trainer, "finished", null);
  }

  override onException(trainer: Trainer, _module: LightningModule, exception: unknown): void {
    if (exception instanceof Interruption) this.#end(trainer, "interrupted", null);
    else this.#end(trainer, "failed", describeError(exception));
  }

  /** A process may end without an exception in the Trainer: by `process.exit`, or by an error thrown in a timer. */
  #listen(trainer: Trainer): void {
    const exit = () => this.#end(trainer, "interrupted", null);
    const uncaught = (error: unknown) => this.#end(trainer, "failed", describeError(error));
    process.on("exit", exit).on("uncaughtExceptionMonitor", uncaught);
    this.#stopListening = () => process.off("exit", exit).off("uncaughtExceptionMonitor", uncaught);
  }

  #end(trainer: Trainer, status: RunStatus, error: RunError | null): void {
    this.#stopListening();
    this.#write(trainer, status, error);
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
    this.#file = {
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
      startedAt: this.#startedAt ?? now,
      updatedAt: now,
      endedAt: status === "running" ? null : now,
    };
    mkdirSync(trainer.logDir, { recursive: true });
    writeFileAtomic(join(trainer.logDir, RUN_FILE), JSON.stringify(this.#file, null, 1));
  }

  /** Seconds to the end of the fit, if every epoch takes as long a batch as this one. */
  #eta(trainer: Trainer, batches: number): number | null {
    if (trainer.state.stage !== "train" || this.#batch === 0 || !Number.isFinite(batches) || trainer.maxEpochs === -1)
      return null;
    const secondsABatch = (performance.now() - this.#epochStartedAt) / 1000 / this.#batch;
    const left = batches - this.#batch + (trainer.maxEpochs - trainer.currentEpoch - 1) * batches;
    return Math.max(0, Math.round(left * secondsABatch * 10) / 10);
  }

  /** Asked beside the training: a repository may be large. A run that is over by then is told all the same. */
  #readGit(logDir: string): void {
    const git = (args: readonly string[], answer: (text: string) => void) => {
      const child = execFile("git", args, { timeout: 10_000 }, (error, output) => {
        process.off("exit", end);
        // No git, no repository, or too slow: the run is recorded without.
        if (error === null) answer(output.trim());
      });
      const end = () => child.kill();
      process.on("exit", end);
    };
    git(["rev-parse", "HEAD"], (commit) =>
      git(["status", "--porcelain", "--untracked-files=no"], (changes) => {
        this.#git = { commit, dirty: changes !== "" };
        if (this.#file !== null && existsSync(logDir))
          writeFileAtomic(join(logDir, RUN_FILE), JSON.stringify({ ...this.#file, git: this.#git }, null, 1));
      }),
    );
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
