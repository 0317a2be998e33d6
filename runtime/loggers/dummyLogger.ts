import { Logger } from "./logger.js";

/** Takes everything and keeps nothing: what a Trainer's loggers are replaced by in `fastDevRun`, so that the user's code runs as it is. */
export class DummyLogger extends Logger {
  override readonly name = "";
  override readonly version = "";
  override readonly saveDir = null;
  override readonly logDir = null;
  /** Answers every method call with nothing: `logger.experiment.addImage(…)`. */
  readonly experiment: Readonly<Record<string, (...args: unknown[]) => void>> = new Proxy({}, { get: () => () => {} });

  override logMetrics(): void {}
  override logHyperparams(): void {}
}
