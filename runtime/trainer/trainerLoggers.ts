import { CSVLogger } from "../loggers/csvLogger.js";
import { DummyLogger } from "../loggers/dummyLogger.js";
import type { Logger } from "../loggers/logger.js";
import type { ResolvedOptions } from "./options.js";

/** The Trainer's loggers: the user's, or a CSVLogger by default; a fast development run writes nothing. */
export function trainerLoggers({ logger, fastDevRun, defaultRootDir }: ResolvedOptions): readonly Logger[] {
  if (fastDevRun > 0) return logger === true || logger.length > 0 ? [new DummyLogger()] : [];
  return logger === true ? [new CSVLogger(defaultRootDir)] : logger;
}
