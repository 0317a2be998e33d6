import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { ReLU } from "../../../runtime/nn/activations.js";
import { Sequential } from "../../../runtime/nn/containers.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { summarize } from "../../../runtime/summary/modelSummary.js";
import { summaryText } from "../../../runtime/summary/summaryText.js";

class AutoEncoder extends LightningModule {
  encoder = new Sequential(new Linear(784, 64), new ReLU(), new Linear(64, 3));
  decoder = new Sequential(new Linear(3, 64), new ReLU(), new Linear(64, 784));

  override forward(x: tf.Tensor): tf.Tensor {
    return this.decoder.forward(this.encoder.forward(x));
  }
}

test("the direct layers of a model, as Lightning shows them", () => {
  expect(lines(summaryText(summarize(new AutoEncoder())))).toEqual([
    "  | Name    | Type       | Params | Mode",
    "-----------------------------------------",
    "0 | encoder | Sequential | 50.4 K | train",
    "1 | decoder | Sequential | 51.2 K | train",
    "-----------------------------------------",
    "101 K     Trainable params",
    "0         Non-trainable params",
    "101 K     Total params",
    "0.407     Total estimated model params size (MB)",
    "8         Modules in train mode",
    "0         Modules in eval mode",
  ]);
});

test("every depth, with the shapes that an example input has on its way; frozen layers count apart", () => {
  const model = new AutoEncoder();
  model.exampleInputArray = tf.zeros([2, 784]);
  model.encoder.requiresGrad(false).eval();
  expect(lines(summaryText(summarize(model), -1))).toEqual([
    "  | Name      | Type       | Params | Mode  | In sizes | Out sizes",
    "------------------------------------------------------------------",
    "0 | encoder   | Sequential | 50.4 K | eval  | [2, 784] | [2, 3]",
    "1 | encoder.0 | Linear     | 50.2 K | eval  | [2, 784] | [2, 64]",
    "2 | encoder.1 | ReLU       | 0      | eval  | [2, 64]  | [2, 64]",
    "3 | encoder.2 | Linear     | 195    | eval  | [2, 64]  | [2, 3]",
    "4 | decoder   | Sequential | 51.2 K | train | [2, 3]   | [2, 784]",
    "5 | decoder.0 | Linear     | 256    | train | [2, 3]   | [2, 64]",
    "6 | decoder.1 | ReLU       | 0      | train | [2, 64]  | [2, 64]",
    "7 | decoder.2 | Linear     | 51.0 K | train | [2, 64]  | [2, 784]",
    "------------------------------------------------------------------",
    "51.2 K    Trainable params",
    "50.4 K    Non-trainable params",
    "101 K     Total params",
    "0.407     Total estimated model params size (MB)",
    "4         Modules in train mode",
    "4         Modules in eval mode",
  ]);
  expect(model.encoder.training).toBe(false);
});

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trimEnd());
}
