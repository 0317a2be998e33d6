import "../onCpu.js";
import { expect, test, vi } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { BackboneFinetuning, type BackboneFinetuningOptions } from "../../../runtime/callbacks/backboneFinetuning.js";
import { BaseFinetuning } from "../../../runtime/callbacks/baseFinetuning.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { Sequential } from "../../../runtime/nn/containers/sequential.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

class Model extends LightningModule {
  backbone = new Sequential(new Linear(2, 2));
  head = new Linear(2, 1);
  readonly rates: string[] = [];

  override trainingStep(batch: unknown): tf.Tensor {
    const [x, y] = batch as [tf.Tensor, tf.Tensor];
    return mseLoss(this.head.forward(this.backbone.forward(x)), y);
  }
  override onTrainBatchStart(): void {
    const groups = this.trainer.optimizers[0]?.paramGroups ?? [];
    this.rates.push(
      groups.map(({ params, options }) => `${params.length} at ${Number(options.lr.toFixed(6))}`).join(", "),
    );
  }
  override configureOptimizers() {
    return new SGD(
      this.parameters().filter((parameter) => parameter.requiresGrad),
      { lr: 0.1 },
    );
  }
}

test.each<[BackboneFinetuningOptions, string[]]>([
  [
    {},
    [
      "2 at 0.1",
      "2 at 0.1, 2 at 0.01",
      "2 at 0.1, 2 at 0.02",
      "2 at 0.1, 2 at 0.04",
      "2 at 0.1, 2 at 0.08",
      "2 at 0.1, 2 at 0.1",
    ],
  ],
  [
    { backboneInitialLr: 0.04, lambdaFunc: () => 3 },
    ["2 at 0.1", "2 at 0.1, 2 at 0.04", ...Array<string>(4).fill("2 at 0.1, 2 at 0.1")],
  ],
  [
    { backboneInitialRatioLr: 0.5, shouldAlign: false },
    [
      "2 at 0.1",
      "2 at 0.1, 2 at 0.05",
      "2 at 0.1, 2 at 0.1",
      "2 at 0.1, 2 at 0.2",
      "2 at 0.1, 2 at 0.4",
      "2 at 0.1, 2 at 0.8",
    ],
  ],
  [
    { lambdaFunc: (epoch) => epoch, shouldAlign: false },
    ["2 at 0.1", ...[0.01, 0.03, 0.12, 0.6, 3.6].map((lr) => `2 at 0.1, 2 at ${lr}`)],
  ],
])("the backbone is frozen at first and then learns at its own rate: %o", async (options, rates) => {
  const model = new Model();
  await trainWith(new BackboneFinetuning({ unfreezeBackboneAtEpoch: 1, ...options }), model, 6);
  expect(model.rates).toEqual(rates);
});

test("frozen layers do not move until they are unfrozen", async () => {
  const moved: boolean[] = [];
  class Watched extends Model {
    #before = [...this.backbone.parameters()].map((parameter) => [...parameter.dataSync()].join());
    override onTrainEpochEnd(): void {
      moved.push(
        this.backbone.parameters().some((parameter, i) => [...parameter.dataSync()].join() !== this.#before[i]),
      );
    }
  }
  await trainWith(new BackboneFinetuning({ unfreezeBackboneAtEpoch: 2 }), new Watched(), 3);
  expect(moved).toEqual([false, false, true]);
});

test("a resumed run gets the groups that were added, with their rates", async () => {
  const first = new BackboneFinetuning({ unfreezeBackboneAtEpoch: 1 });
  await trainWith(first, new Model(), 2);
  const resumed = new BackboneFinetuning({ unfreezeBackboneAtEpoch: 1 });
  resumed.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
  class Resumed extends Model {
    override onFitStart(): void {
      this.onTrainBatchStart();
    }
  }
  const model = new Resumed();
  await trainWith(resumed, model, 1);
  expect(model.rates[0]).toBe("2 at 0.1, 2 at 0.01");
});

test("parameters that the optimizer has already are not added again", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const model = new Model();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  BaseFinetuning.unfreezeAndAddParamGroup(model.backbone, optimizer);
  expect(optimizer.paramGroups.length).toBe(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("they are skipped"));
  warn.mockRestore();
});

test("without a backbone it says what it needs", async () => {
  await expect(trainWith(new BackboneFinetuning(), new TinyModel(), 1)).rejects.toThrow(
    "BackboneFinetuning: TinyModel has no field `backbone` that is an nn.Module. Give it one, or use BaseFinetuning.",
  );
});

async function trainWith(callback: BaseFinetuning, model: LightningModule, maxEpochs: number): Promise<void> {
  const trainer = new Trainer({ ...QUIET, maxEpochs, callbacks: callback });
  trainer.print = () => {};
  await trainer.fit(model, { trainDataloaders: batches(1) });
}
