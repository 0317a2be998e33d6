import "../onCpu.js";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { TensorBoardLogger } from "../../../runtime/loggers/tensorBoardLogger.js";
import { Sequential } from "../../../runtime/nn/containers/sequential.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { at, recordsOf, textAt } from "./tensorboard/decoded.js";

class AutoEncoder extends LightningModule {
  encoder = new Sequential(new Linear(4, 3), new Linear(3, 2));
  decoder = new Linear(2, 4);
}

test("metrics become scalars by step, in a file that begins with its version", () => {
  const logger = new TensorBoardLogger(temporaryFolder(), { prefix: "run" });
  logger.logMetrics({ loss: 0.5, epoch: 0 }, 0);
  logger.logMetrics({ loss: 0.25 }, 3);
  logger.save();
  const [version, ...events] = eventsOf(logger);
  expect(textAt(version as Uint8Array, 3)).toEqual(["brain.Event:2"]);
  expect(events.map(scalarOf)).toEqual(["run-loss 0: 0.5", "run-epoch 0: 0", "run-loss 3: 0.25"]);
});

test("hyperparameters make the records of the hparams panel, under a metric to list them by", () => {
  const logger = new TensorBoardLogger(temporaryFolder());
  logger.logHyperparams({ lr: 0.1, act: "relu", bias: true, hidden: [64, 32], nested: { a: null } });
  logger.save();
  const [, metric, experiment, start, end] = eventsOf(logger);
  expect(scalarOf(metric as Uint8Array)).toBe("hp_metric 0: -1");
  expect([experiment, start, end].map((event) => textAt(event as Uint8Array, 5, 1, 1)[0])).toEqual([
    "_hparams_/experiment",
    "_hparams_/session_start_info",
    "_hparams_/session_end_info",
  ]);
  const content = at(start as Uint8Array, 5, 1, 9, 1, 2)[0] as Uint8Array;
  const values = at(content, 3, 1).map((entry) => {
    const bytes = entry as Uint8Array;
    const [number, text, truth] = [at(bytes, 2, 2)[0], textAt(bytes, 2, 3)[0], at(bytes, 2, 4)[0]];
    return `${textAt(bytes, 1)[0]}: ${number ?? text ?? truth}`;
  });
  expect(values).toEqual(["lr: 0.1", "act: relu", "bias: 1", "hidden: [64,32]", "nested/a: null"]);
  expect(at(content, 3, 1).length).toBe(5);
  expect(textAt(at(experiment as Uint8Array, 5, 1, 9, 1, 2)[0] as Uint8Array, 2, 5, 1, 2)).toEqual(["hp_metric"]);
});

test("hparams.yaml is written always, and a run that follows gets an event file of its own", () => {
  const logger = new TensorBoardLogger(temporaryFolder(), { version: "a" });
  logger.save();
  logger.finalize("success");
  logger.logMetrics({ test: 1 }, 1);
  logger.finalize("success");
  expect(filesOf(logger).map((name) => name.replace(/\d+\..*\./, "…").replace(/\d+$/, "N"))).toEqual([
    "events.out.tfevents.…N",
    "events.out.tfevents.…N",
    "hparams.yaml",
  ]);
  expect(readFileSync(join(logger.logDir, "hparams.yaml"), "utf8")).toBe("{}\n");
});

test("the experiment takes text, images, histograms and the graph of the layers", () => {
  const logger = new TensorBoardLogger(temporaryFolder(), { logGraph: true, subDir: "sub" });
  const { experiment } = logger;
  experiment.addText("note", "**hello**", 2);
  experiment.addImage("grey", tf.tensor2d([[0, 1]]), 3);
  experiment.addImage("planes", tf.ones([3, 2, 1], "int32"), 4, { dataformats: "CHW" });
  experiment.addHistogram("weights", tf.tensor1d([1, 2]), 5);
  logger.logGraph(new AutoEncoder());
  logger.save();
  const [, note, grey, planes, weights, graph] = eventsOf(logger) as [Uint8Array, ...Uint8Array[]];
  expect(textAt(note as Uint8Array, 5, 1, 8, 8)).toEqual(["**hello**"]);
  const sizes = [grey, planes].map((event) => [1, 2, 3].map((field) => at(event as Uint8Array, 5, 1, 4, field)[0]));
  expect(sizes).toEqual([
    [1n, 2n, 1n],
    [2n, 1n, 3n],
  ]);
  expect(at(weights as Uint8Array, 5, 1, 5, 3)).toEqual([2]);
  const nodes = at(at(graph as Uint8Array, 4)[0] as Uint8Array, 1) as Uint8Array[];
  expect(nodes.map((node) => [1, 2, 3].map((field) => textAt(node, field)[0] ?? "").join(" "))).toEqual([
    "input Placeholder ",
    "encoder/0 Linear input",
    "encoder/1 Linear encoder/0",
    "decoder Linear encoder/1",
  ]);
});

test("an image of another shape is refused", () => {
  const { experiment } = new TensorBoardLogger(temporaryFolder());
  expect(() => experiment.addImage("x", tf.zeros([4, 4, 7]))).toThrow(
    "addImage got a tensor of shape [4,4,7] as HWC. Give height, width and 1 to 4 channels, in the order that `dataformats` says: HWC (default), CHW or HW.",
  );
});

function filesOf({ logDir }: TensorBoardLogger): string[] {
  return readdirSync(logDir).sort();
}

function eventsOf(logger: TensorBoardLogger): Uint8Array[] {
  const [file = ""] = filesOf(logger);
  return recordsOf(join(logger.logDir, file));
}

function scalarOf(event: Uint8Array): string {
  return `${textAt(event, 5, 1, 1)[0]} ${at(event, 2)[0] ?? 0}: ${at(event, 5, 1, 2)[0]}`;
}
