import type { Hparams } from "../core/hparams.js";

/** How a run ended, for its loggers. */
export type FinalStatus = "success" | "failed";

/** Where metrics go. */
export abstract class Logger {
  /** Folder name below `saveDir`, such as `lightning_logs`. */
  abstract readonly name: string;
  /** A number becomes `version_N`. */
  abstract readonly version: number | string;
  abstract readonly saveDir: string;
  /** The run's own folder; null: this logger writes no files. */
  abstract readonly logDir: string | null;

  abstract logMetrics(metrics: Readonly<Record<string, number>>, step: number): void;
  abstract logHyperparams(params: Readonly<Hparams>): void;
  /** Writes what is pending. */
  save(): void {}
  finalize(_status: FinalStatus): void {
    this.save();
  }
}
