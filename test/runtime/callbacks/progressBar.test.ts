import "../onCpu.js";
import { expect, test, vi } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { barText, ProgressBar } from "../../../runtime/callbacks/progressBar.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

class Model extends TinyModel {
  override trainingStep(batch: unknown): tf.Tensor {
    const loss = super.trainingStep(batch);
    this.log("train_loss", 0.123456, { progBar: true });
    if (this.trainer.batchIdx === 1) this.print("hello");
    return loss;
  }

  override testStep(batch: unknown): void {
    this.log("test_loss", super.trainingStep(batch));
  }
}

test("without a terminal there is a plain line for each epoch", async () => {
  expect(times(await outputOf({ isTTY: false }))).toBe(
    [
      "hello",
      "Epoch 0: 3 batches in _ s, train_loss=0.123",
      "hello",
      "Epoch 1: 3 batches in _ s, train_loss=0.123",
      "`Trainer.fit` stopped: `maxEpochs=2` reached.",
      "Testing: 2 batches in _ s",
      "",
    ].join("\n"),
  );
});

test("in a terminal one line is drawn over and over, and prints go above it", async () => {
  vi.spyOn(performance, "now").mockImplementation(steadyClock());
  const screen = rendered(await outputOf({ isTTY: true, columns: 80 }));
  vi.restoreAllMocks();
  expect(screen.map((line) => line.replace(/\d+:\d+<\d+:\d+, [\d.]+it/, "_"))).toEqual([
    "hello",
    "Epoch 0: 100%|██████████| 3/3 [_/s, train_loss=0.123]",
    "hello",
    "Epoch 1: 100%|██████████| 3/3 [_/s, train_loss=0.123]",
    "`Trainer.fit` stopped: `maxEpochs=2` reached.",
    "Testing: 100%|██████████| 2/2 [_/s]",
    "",
  ]);
});

test.each([
  [0, 40, "  0%|          | 0/40"],
  [18, 40, " 45%|████▌     | 18/40"],
  [40, 40, "100%|██████████| 40/40"],
  [7, Number.POSITIVE_INFINITY, "7it"],
])("%d of %d is %s", (done, total, text) => {
  expect(barText(done, total)).toBe(text);
});

async function outputOf(terminal: { readonly isTTY: boolean; readonly columns?: number }): Promise<string> {
  let text = "";
  const output = {
    ...terminal,
    write(part: string) {
      text += part;
    },
  };
  const trainer = new Trainer({ ...QUIET, maxEpochs: 2, callbacks: new ProgressBar(output) });
  const model = new Model();
  await trainer.fit(model, { trainDataloaders: batches(3) });
  await trainer.test(model, { dataloaders: batches(2), verbose: false });
  return text;
}

function times(text: string): string {
  return text.replaceAll(/\d+\.\d s/g, "_ s");
}

/** What a terminal shows in the end: a carriage return goes back, and the line is erased. */
function rendered(text: string): string[] {
  return text.split("\n").map((line) => line.split("\r\x1b[2K").at(-1) ?? "");
}

/** A clock on which every look takes half a second, so that a bar is always due. */
function steadyClock(): () => number {
  let now = 0;
  return () => {
    now += 500;
    return now;
  };
}
