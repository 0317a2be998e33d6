export { CSVLogger, type CSVLoggerOptions } from "./csvLogger.js";
export { type FinalStatus, Logger } from "./logger.js";
