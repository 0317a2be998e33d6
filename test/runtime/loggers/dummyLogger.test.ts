import { expect, test } from "vitest";
import { DummyLogger } from "../../../runtime/loggers/dummyLogger.js";

test("a dummy logger takes every call of the user's code and keeps nothing", () => {
  const logger = new DummyLogger();
  logger.logMetrics();
  logger.logHyperparams();
  expect(logger.experiment["addImage"]?.("digits", [])).toBe(undefined);
  expect([logger.name, logger.version, logger.logDir, logger.saveDir, logger.rootDir]).toEqual([
    "",
    "",
    null,
    null,
    null,
  ]);
});
