import "../onCpu.js";
import { expect, test } from "vitest";
import { CSVLogger } from "../../../runtime/loggers/csvLogger.js";
import { TensorBoardLogger } from "../../../runtime/loggers/tensorBoardLogger.js";
import { resolveOptions, type TrainerOptions } from "../../../runtime/trainer/options.js";
import { trainerLoggers } from "../../../runtime/trainer/trainerLoggers.js";

const csv = new CSVLogger("/runs");
const tensorBoard = new TensorBoardLogger("/runs");

test.each<[TrainerOptions, string[]]>([
  [{}, ["CSVLogger"]],
  [{ logger: false }, []],
  [{ logger: csv }, ["CSVLogger"]],
  [{ logger: [tensorBoard, csv] }, ["TensorBoardLogger", "CSVLogger"]],
  [{ fastDevRun: true }, ["DummyLogger"]],
  [{ fastDevRun: true, logger: [tensorBoard, csv] }, ["DummyLogger"]],
  [{ fastDevRun: true, logger: false }, []],
])("of %j these are the loggers: %j", (options, names) => {
  expect(trainerLoggers(resolveOptions(options, {})).map((logger) => logger.constructor.name)).toEqual(names);
});
