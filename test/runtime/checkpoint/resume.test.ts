import "../onCpu.js";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import type { ModelCheckpointOptions } from "../../../runtime/callbacks/modelCheckpointOptions.js";
import { CSVLogger } from "../../../runtime/loggers/csvLogger.js";
import { seedEverything } from "../../../runtime/random.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { ResumableModel } from "./resumableModel.js";

vi.spyOn(console, "log").mockReturnValue();
vi.spyOn(console, "warn").mockReturnValue();

const EPOCHS = 3;
const STEPS_PER_EPOCH = 5;

test("a fit that was interrupted and resumed at the end of an epoch has the weights and the log of one that was not", async () => {
  const straight = await run({});
  for (const epoch of [1, 2]) {
    const killed = await run({ killedAt: epoch * STEPS_PER_EPOCH + 3 });
    const resumed = await run({ folder: killed.folder, ckptPath: "last" });
    expect(resumed.bits).toBe(straight.bits);
    expect(upTo(epoch * STEPS_PER_EPOCH, killed.rows).concat(resumed.rows)).toEqual(straight.rows);
  }
});

test.each([
  ["steps", {}, {}],
  ["accumulated steps", { accumulateGradBatches: 2 }, {}],
  ["steps with validations between them", { valCheckInterval: 2 }, {}],
  ["a number of steps", { maxEpochs: -1, maxSteps: 12 }, {}],
  ["ends of validations", { valCheckInterval: 2 }, { everyNTrainSteps: null, saveOnTrainEpochEnd: false }],
] as [string, TrainerOptions, ModelCheckpointOptions][])(
  "wherever its checkpoint was written, to the last bit and row: %s",
  async (_title, options, when) => {
    const checkpoint = { everyNTrainSteps: 1, saveTopK: -1, saveLast: false, ...when };
    const straight = await run({ options, checkpoint });
    const saved = readdirSync(straight.checkpoints);
    expect(saved.length).toBeGreaterThan(5);
    for (const file of saved) {
      const resumed = await run({ options, checkpoint, ckptPath: join(straight.checkpoints, file) });
      expect([file, resumed.bits]).toEqual([file, straight.bits]);
      expect([file, ...resumed.rows]).toEqual([file, ...rowsAfter(file, straight.rows, options, when)]);
    }
  },
);

test("a batch that failed is trained again when the fit is resumed from its exception", async () => {
  const straight = await run({});
  const checkpoint = { saveOnException: true, saveTopK: -1, saveLast: false };
  const killed = await run({ killedAt: 8, checkpoint });
  const ckptPath = join(killed.checkpoints, "epoch=1-step=8.safetensors");
  const resumed = await run({ ckptPath });
  expect(resumed.bits).toBe(straight.bits);
  expect(killed.rows.concat(resumed.rows)).toEqual(straight.rows);
});

test("a checkpoint between two gradients that are added up has the first", async () => {
  const options = { accumulateGradBatches: 4, maxEpochs: 1 };
  const straight = await run({ options });
  const folder = temporaryFolder();
  const path = join(folder, "between.safetensors");
  class Saving extends ResumableModel {
    override async onTrainBatchEnd(_outputs: unknown, _batch: unknown, batchIdx: number): Promise<void> {
      if (batchIdx === 1) await this.trainer.saveCheckpoint(path);
    }
  }
  await run({ options, make: () => new Saving() });
  expect((await run({ options, ckptPath: path })).bits).toBe(straight.bits);
});

test("no tensor is left by a checkpoint that is written, and by a run that is resumed from it", async () => {
  await run({});
  const before = tf.memory().numTensors;
  const { folder } = await run({ checkpoint: { everyNTrainSteps: 2, saveLast: true } });
  await run({ folder, ckptPath: "last", options: { maxEpochs: 4 } });
  expect(tf.memory().numTensors).toBe(before);
});

interface Given {
  readonly folder?: string;
  readonly killedAt?: number;
  readonly ckptPath?: string;
  readonly options?: TrainerOptions;
  readonly checkpoint?: ModelCheckpointOptions;
  readonly make?: () => ResumableModel;
}

/** One process's life: a seed, a model, a fit that may be killed. */
async function run({ folder = temporaryFolder(), killedAt, ckptPath, options, checkpoint, make }: Given) {
  seedEverything(ckptPath === undefined ? 7 : 99);
  const model = make?.() ?? new ResumableModel();
  if (killedAt !== undefined) model.killedAt = killedAt;
  const logger = new CSVLogger(folder);
  const checkpoints = join(folder, "checkpoints");
  const trainer = new Trainer({
    maxEpochs: EPOCHS,
    logEveryNSteps: 1,
    enableProgressBar: false,
    enableModelSummary: false,
    logger,
    callbacks: [new ModelCheckpoint({ dirpath: checkpoints, saveLast: true, ...checkpoint })],
    ...options,
  });
  const fit = trainer.fit(model, ckptPath === undefined ? {} : { ckptPath });
  if (killedAt === undefined) await fit;
  else await expect(fit).rejects.toThrow("killed");
  const bits = model.bits();
  model.dispose();
  model.exampleInputArray = null;
  return { folder, checkpoints, bits, rows: rowsOf(join(logger.logDir, "metrics.csv")) };
}

/** The rows of a log as `name=value` texts, whatever its columns; each begins with its step. */
function rowsOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const [header = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const names = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",").map((cell, i) => [names[i], cell] as const);
    const step = cells.find(([name]) => name === "step")?.[1];
    const others = cells.filter(([name, cell]) => name !== "step" && cell !== "");
    return `${step}: ${others.map(([name, cell]) => `${name}=${cell}`).join(" ")}`;
  });
}

/** The rows that were written before the step with this number, from 1. */
function upTo(steps: number, rows: readonly string[]): string[] {
  return rows.filter((row) => Number.parseInt(row, 10) < steps);
}

/** The rows after a checkpoint: first that of its own batch, or what came after the validation that it ends; none after the last step of a fit. */
function rowsAfter(
  file: string,
  rows: readonly string[],
  { maxSteps }: TrainerOptions,
  { everyNTrainSteps }: ModelCheckpointOptions,
): readonly string[] {
  const step = Number(/step=(\d+)/.exec(file)?.[1]);
  if (step === maxSteps) return [];
  const find = (name: string) => rows.findIndex((row) => row.startsWith(`${step - 1}:`) && row.includes(name));
  return rows.slice(everyNTrainSteps === null ? find("val_loss") + 1 : find("train_loss_step"));
}
