import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { CSVLogger } from "../../../runtime/loggers/csvLogger.js";
import { temporaryFolder } from "../temporaryFolder.js";

test("rows stand under sorted columns; a new name rewrites the file with one column more", () => {
  const logger = new CSVLogger(temporaryFolder());
  logger.logMetrics({ train_loss: 0.5, epoch: 0 }, 0);
  logger.save();
  expect(linesOf(logger)).toEqual(["epoch,step,train_loss", "0,0,0.5"]);
  logger.logMetrics({ train_loss: 0.25, epoch: 0 }, 1);
  logger.logMetrics({ "acc, top 1": 1, epoch: 0 }, 1);
  logger.save();
  logger.logMetrics({ train_loss: 0.125, epoch: 1 }, 2);
  logger.save();
  expect(linesOf(logger)).toEqual([
    '"acc, top 1",epoch,step,train_loss',
    ",0,0,0.5",
    ",0,1,0.25",
    "1.0,0,1,",
    ",1,2,0.125",
  ]);
});

test("an epoch is a count, unless the caller says that it is a number like any other", () => {
  const logger = new CSVLogger(temporaryFolder());
  logger.logMetrics({ epoch: 7 }, 0);
  logger.logMetrics({ epoch: 7 }, 1, []);
  logger.save();
  expect(linesOf(logger)).toEqual(["epoch,step", "7,0", "7.0,1"]);
});

test("rows without a step are counted, and enough of them are written without being asked", () => {
  const logger = new CSVLogger(temporaryFolder(), { flushLogsEveryNSteps: 2 });
  logger.logMetrics({ a: 1 });
  logger.logMetrics({ a: 2 });
  logger.logMetrics({ a: 3 });
  expect(linesOf(logger)).toEqual(["a,step", "1.0,0", "2.0,1"]);
});

test("each run gets the next free number", () => {
  const folder = temporaryFolder();
  for (const name of ["version_0", "version_7", "other"])
    mkdirSync(join(folder, "lightning_logs", name), { recursive: true });
  const logger = new CSVLogger(folder);
  expect([logger.version, logger.logDir]).toEqual([8, join(folder, "lightning_logs", "version_8")]);
});

test("name, version and prefix are the user's", () => {
  const folder = temporaryFolder();
  const logger = new CSVLogger(folder, { name: "digits", version: "first", prefix: "a" });
  logger.logMetrics({ loss: 1 }, 3);
  logger.finalize("success");
  expect(logger.logDir).toBe(join(folder, "digits", "first"));
  expect(linesOf(logger)).toEqual(["a-loss,step", "1.0,3"]);
  expect(new CSVLogger(folder, { name: null, version: 2 }).logDir).toBe(join(folder, "version_2"));
});

test("the metrics of an earlier run in the same folder are replaced, with a warning", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const folder = temporaryFolder();
  mkdirSync(join(folder, "lightning_logs", "version_3"), { recursive: true });
  writeFileSync(join(folder, "lightning_logs", "version_3", "metrics.csv"), "old,step\r\n1.0,0\r\n");
  const logger = new CSVLogger(folder, { version: 3 });
  logger.logMetrics({ loss: 1 }, 0);
  logger.save();
  expect(linesOf(logger)).toEqual(["loss,step", "1.0,0"]);
  expect(warn.mock.calls.map(([text]) => String(text).replace(folder, "FOLDER"))).toEqual([
    "The folder FOLDER/lightning_logs/version_3 of this run exists and is not empty. Metrics that an earlier run logged there are replaced. Leave `version` out to get a folder of its own for each run.",
  ]);
  warn.mockRestore();
});

test("hyperparameters are written sorted, those of several calls together", () => {
  const logger = new CSVLogger(temporaryFolder());
  expect(existsSync(logger.logDir)).toBe(false);
  logger.logHyperparams({ lr: 0.1, hidden: [64, 32] });
  logger.logHyperparams({ act: "relu" });
  expect(readFileSync(join(logger.logDir, "hparams.yaml"), "utf8")).toBe("act: relu\nhidden:\n- 64\n- 32\nlr: 0.1\n");
});

test("a hyperparameter that YAML cannot hold is left out, with a warning", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  const logger = new CSVLogger(temporaryFolder());
  logger.logHyperparams({ lr: 0.1, activation: () => 0 });
  expect(readFileSync(join(logger.logDir, "hparams.yaml"), "utf8")).toBe("lr: 0.1\n");
  expect(warn.mock.calls).toEqual([
    ["Skipping the hyperparameter 'activation': hparams.yaml can hold plain data only."],
  ]);
  warn.mockRestore();
});

function linesOf({ logDir }: CSVLogger): string[] {
  const text = readFileSync(join(logDir, "metrics.csv"), "utf8");
  expect(text.endsWith("\r\n")).toBe(true);
  return text.trimEnd().split("\r\n");
}
