import type { Hparams } from "../core/hparams.js";
import type { Module } from "../nn/module.js";

/** How a run ended, for its loggers. */
export type FinalStatus = "success" | "failed";

/** Names whose values are counts when nothing else is said. */
export const COUNTS: readonly string[] = ["epoch"];

/** Where metrics go. Extend it to send them elsewhere; the Trainer calls every logger it has. */
export abstract class Logger {
  /** Folder name below `saveDir`, such as `lightning_logs`. */
  abstract readonly name: string;
  /** A number becomes `version_N`. */
  abstract readonly version: number | string;
  /** Stands between the parts of a name that the runtime makes, such as `lr-SGD/pg1`. */
  readonly groupSeparator: string = "/";

  /** Where the logger keeps its files; null: it writes none. */
  abstract readonly saveDir: string | null;
  /** The run's own folder; null: this logger writes no files. */
  abstract readonly logDir: string | null;

  /** The folder of all versions; null: this logger writes no files. */
  get rootDir(): string | null {
    return null;
  }

  /**
   * @param step where it belongs; default: the logger counts itself.
   * @param counts the names whose values are counts, which text shows without a decimal point; default `epoch`.
   */
  abstract logMetrics(metrics: Readonly<Record<string, number>>, step?: number, counts?: readonly string[]): void;
  abstract logHyperparams(params: Readonly<Hparams>): void;
  /** Called once a run with the model. */
  logGraph(_model: Module): void {}
  /** Writes what is pending. */
  save(): void {}
  /** A checkpoint was written. */
  afterSaveCheckpoint(_checkpointCallback: unknown): void {}
  finalize(_status: FinalStatus): void {
    this.save();
  }
}
