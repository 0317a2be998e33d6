import { deviceStats } from "../backend/deviceStats.js";
import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

export interface DeviceStatsMonitorOptions {
  /** False leaves the processor and the machine's memory out; default true. */
  readonly cpuStats?: boolean | null;
  /** The stats to log, such as ["cpu_percent", "numTensors"]; default null: all. */
  readonly filterKeys?: readonly string[] | null;
}

/**
 * Logs, at the start and end of the batches whose metrics are logged, as `DeviceStatsMonitor.on_train_batch_start/<stat>`:
 *
 * - of the machine `cpu_percent`, `cpu_vm_percent` (memory in use) and, on Linux, `cpu_swap_percent`;
 * - of TensorFlow.js `numTensors`, `numDataBuffers` and `numBytes`;
 * - of the process `rss` and `heapUsed`, in bytes.
 */
export class DeviceStatsMonitor extends Callback {
  readonly #cpuStats: boolean;
  readonly #filterKeys: readonly string[] | null;

  constructor({ cpuStats = null, filterKeys = null }: DeviceStatsMonitorOptions = {}) {
    super();
    this.#cpuStats = cpuStats ?? true;
    this.#filterKeys = filterKeys;
  }

  override setup(trainer: Trainer, _module: LightningModule, stage: TrainerFn): void {
    if (stage !== "fit") return;
    if (trainer.loggers.length === 0) {
      throw new MisconfigurationException(
        "Cannot use `DeviceStatsMonitor` callback with `Trainer({ logger: false })`. Leave `logger` at its default, or remove the callback.",
      );
    }
    const known = Object.keys(deviceStats(this.#cpuStats));
    const unknown = (this.#filterKeys ?? []).filter((key) => !known.includes(key));
    if (unknown.length > 0) {
      console.warn(
        `DeviceStatsMonitor: \`filterKeys\` has ${unknown.join(", ")}, which are no stats here and are ignored. There are ${known.join(", ")}.`,
      );
    }
  }

  override onTrainBatchStart(trainer: Trainer): void {
    this.#write(trainer, "on_train_batch_start");
  }

  override onTrainBatchEnd(trainer: Trainer): void {
    this.#write(trainer, "on_train_batch_end");
  }

  override onValidationBatchStart(trainer: Trainer): void {
    this.#write(trainer, "on_validation_batch_start");
  }

  override onValidationBatchEnd(trainer: Trainer): void {
    this.#write(trainer, "on_validation_batch_end");
  }

  override onTestBatchStart(trainer: Trainer): void {
    this.#write(trainer, "on_test_batch_start");
  }

  override onTestBatchEnd(trainer: Trainer): void {
    this.#write(trainer, "on_test_batch_end");
  }

  #write(trainer: Trainer, moment: string): void {
    if (!trainer.shouldUpdateLogs) return;
    const chosen = Object.entries(deviceStats(this.#cpuStats)).filter(
      ([key]) => this.#filterKeys === null || this.#filterKeys.includes(key),
    );
    const row = Object.fromEntries(chosen.map(([key, value]) => [`${this.constructor.name}.${moment}/${key}`, value]));
    for (const logger of trainer.loggers) logger.logMetrics(row, trainer.batchesThatStepped);
  }
}
