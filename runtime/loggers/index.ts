export { CSVLogger, type CSVLoggerOptions } from "./csvLogger.js";
export { DummyLogger } from "./dummyLogger.js";
export { type FinalStatus, Logger } from "./logger.js";
export { TensorBoardLogger, type TensorBoardLoggerOptions } from "./tensorBoardLogger.js";
export { SummaryWriter } from "./tensorboard/summaryWriter.js";
