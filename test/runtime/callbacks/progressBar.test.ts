import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { ProgressBar, type ProgressBarOptions } from "../../../runtime/callbacks/progressBar.js";
import { CSVLogger } from "../../../runtime/loggers/csvLogger.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { root } from "../../experiment.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET as SILENT, TinyModel } from "../trainer/tinyModel.js";
import { Terminal } from "./terminal.js";

const QUIET = { ...SILENT, enableProgressBar: true };

/** Logs the values of the recorded run. */
class Model extends TinyModel {
  #losses = [0.0379, 0.0258, 0.00997, 0.0272, 0.0207, 0.0224, 0.00663, 0.021];
  #valLosses = [0.5, 0.0217, 0.0191, 0.0191];

  override trainingStep(batch: unknown): tf.Tensor {
    const loss = super.trainingStep(batch);
    this.log("train_loss", this.#losses.shift() ?? 0, { progBar: true });
    return loss;
  }

  override validationStep(): void {}

  override onValidationEpochEnd(): void {
    this.log("val_loss", this.#valLosses.shift() ?? 0, { progBar: true });
  }

  override testStep(_batch: unknown, _batchIdx: number, _dataloaderIdx: number): void {}

  override predictStep(): number {
    return 1;
  }
}

// Every look at the clock is half a second later, so that a bar is always due.
beforeEach(() => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => {
    now += 500;
    return now;
  });
});
afterEach(() => void vi.restoreAllMocks());

test("in a terminal the bars stand as those of Lightning's TQDMProgressBar in the end", async () => {
  const terminal = new Terminal();
  await runAll({ output: terminal });
  expect(terminal.screen.map(withoutTimes)).toEqual([
    "Epoch 1: 100%|██████████| 4/4 [_, v_num=0, train_loss=0.021, val_loss=0.0191]",
    "Testing DataLoader 1: 100%|██████████| 2/2 [_]",
    "Validation DataLoader 0: 100%|██████████| 2/2 [_]",
    "Predicting DataLoader 0: 100%|██████████| 3/3 [_]",
    "",
  ]);
});

test("on the way it shows what the recorded bars of Lightning show", async () => {
  const terminal = new Terminal();
  await runAll({ output: terminal });
  const recorded = new Set(recordedBars());
  const own = [...new Set(terminal.drawn.map(withoutTimes))].filter((line) => !line.startsWith("Predicting"));
  expect(own.filter((line) => !recorded.has(line))).toEqual([]);
  expect(own).toContain("Sanity Checking DataLoader 0:  50%|█████     | 1/2 [_]");
  expect(own).toContain("Epoch 0:  50%|█████     | 2/4 [_, v_num=0, train_loss=0.0258]");
});

test("with `leave` each epoch's bar stays", async () => {
  const terminal = new Terminal();
  await trainWith({ output: terminal, leave: true });
  expect(terminal.screen.map(withoutTimes)).toEqual([
    "Epoch 0: 100%|██████████| 4/4 [_, train_loss=0.0272]",
    "Epoch 1: 100%|██████████| 4/4 [_, train_loss=0.021]",
    "",
  ]);
});

test("what is printed goes above the bars", async () => {
  const terminal = new Terminal(100);
  const bar = new ProgressBar({ output: terminal });
  class Printing extends Model {
    override validationStep(): void {
      this.print("validating");
    }
  }
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, numSanityValSteps: 0, callbacks: bar });
  await trainer.fit(new Printing(), { trainDataloaders: batches(4), valDataloaders: batches(1) });
  expect(terminal.screen.map(withoutTimes)).toEqual([
    "validating",
    "`Trainer.fit` stopped: `maxEpochs=1` reached.",
    "Epoch 0: 100%|████████████████████| 4/4 [_, train_loss=0.0272, val_loss=0.500]",
    "",
  ]);
});

test("`refreshRate` batches lie between two drawings, and the last one is always drawn", async () => {
  const terminal = new Terminal();
  await trainWith({ output: terminal, refreshRate: 3 }, 1);
  expect(terminal.drawn.map((line) => / \d\/4/.exec(line)?.[0].trim()).filter(Boolean)).toEqual([
    "0/4",
    "3/4",
    "4/4",
    "4/4",
  ]);
});

test.each([[{ refreshRate: 0 }], [{}]])("a bar with %o that is off draws nothing and still prints", async (options) => {
  const terminal = new Terminal();
  const bar = new ProgressBar({ ...options, output: terminal });
  if (bar.isEnabled) bar.disable();
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, callbacks: bar });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect([bar.isDisabled, terminal.screen]).toEqual([true, ["`Trainer.fit` stopped: `maxEpochs=1` reached.", ""]]);
});

test("without a terminal there is a plain line for each epoch and for each evaluation", async () => {
  let text = "";
  const trainer = await runAll({
    output: {
      write: (part) => {
        text += part;
      },
    },
  });
  expect(text.replaceAll(/\d+\.\d s/g, "_ s").split("\n")).toEqual([
    "Epoch 0: 4 batches in _ s, train_loss=0.0272, val_loss=0.0217",
    "Epoch 1: 4 batches in _ s, train_loss=0.021, val_loss=0.0191",
    "`Trainer.fit` stopped: `maxEpochs=2` reached.",
    "Testing: 4 batches in _ s",
    "Validation: 2 batches in _ s, val_loss=0.0191",
    "Predicting: 3 batches in _ s",
    "",
  ]);
  expect(trainer.progressBarMetrics).toEqual({});
});

test("a subclass chooses the values behind the bar", async () => {
  class WithRate extends ProgressBar {
    override getMetrics(): Record<string, number | string> {
      return { lr: 0.1 };
    }
  }
  const terminal = new Terminal();
  const trainer = new Trainer({ ...QUIET, maxEpochs: 1, callbacks: new WithRate({ output: terminal }) });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(terminal.screen.map(withoutTimes)).toContain("Epoch 0: 100%|██████████| 2/2 [_, lr=0.100]");
});

async function trainWith(options: ProgressBarOptions, maxEpochs = 2): Promise<void> {
  const bar = new ProgressBar(options);
  const trainer = new Trainer({ ...QUIET, maxEpochs, callbacks: bar });
  trainer.print = () => {};
  await trainer.fit(new Model(), { trainDataloaders: batches(4) });
}

/** The calls of the recorded run, and a prediction. */
async function runAll(options: ProgressBarOptions): Promise<Trainer> {
  const isTTY = options.output?.isTTY === true;
  const bar = new ProgressBar(options);
  const logger = new CSVLogger(temporaryFolder());
  const trainer = new Trainer({ ...QUIET, logger, maxEpochs: 2, callbacks: bar });
  if (isTTY) trainer.print = () => {};
  const model = new Model();
  await trainer.fit(model, { trainDataloaders: batches(4), valDataloaders: batches(2) });
  await trainer.test(model, { dataloaders: [batches(2), batches(2)], verbose: false });
  await trainer.validate(model, { dataloaders: batches(2), verbose: false });
  await trainer.predict(model, { dataloaders: batches(3) });
  return trainer;
}

function recordedBars(): string[] {
  const text = readFileSync(join(root, "test/reference/extra/console_tqdm_stdout.txt"), "utf8");
  return text.split(/[\r\n]+/).map((line) => withoutTimes(line.replace("\x1b[A", "").trimEnd()));
}

function withoutTimes(line: string): string {
  return line.replace(/\[[\d:?]+<[\d:?]+, +?[\d.?]+it\/s/, "[_");
}
