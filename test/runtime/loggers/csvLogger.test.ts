import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
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
  expect(linesOf(logger)).toEqual(['"acc, top 1",epoch,step,train_loss', ",0,0,0.5", ",0,1,0.25", "1.0,0,1,"]);
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
});

test("hyperparameters are written sorted, and no file is made without any", () => {
  const logger = new CSVLogger(temporaryFolder());
  logger.logHyperparams({});
  expect(existsSync(logger.logDir)).toBe(false);
  logger.logHyperparams({ lr: 0.1, hidden: [64, 32], act: "relu" });
  expect(readFileSync(join(logger.logDir, "hparams.yaml"), "utf8")).toBe(
    "act: relu\nhidden:\n  - 64\n  - 32\nlr: 0.1\n",
  );
});

function linesOf({ logDir }: CSVLogger): string[] {
  const text = readFileSync(join(logDir, "metrics.csv"), "utf8");
  expect(text.endsWith("\r\n")).toBe(true);
  return text.trimEnd().split("\r\n");
}
