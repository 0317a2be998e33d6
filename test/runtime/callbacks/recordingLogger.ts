import { Logger } from "../../../runtime/loggers/logger.js";

/** Keeps the rows that it gets: `step: {name: value}`. */
export class RecordingLogger extends Logger {
  override readonly name = "recording";
  override readonly version = 0;
  override readonly saveDir = null;
  override readonly logDir = null;
  readonly rows: (readonly [step: number, metrics: Readonly<Record<string, number>>])[] = [];

  override logMetrics(metrics: Readonly<Record<string, number>>, step: number): void {
    this.rows.push([step, metrics]);
  }

  override logHyperparams(): void {}
}
