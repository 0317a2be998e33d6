import "../onCpu.js";
import { expect, test, vi } from "vitest";
import {
  LearningRateMonitor,
  type LearningRateMonitorOptions,
} from "../../../runtime/callbacks/learningRateMonitor.js";
import { Adam } from "../../../runtime/optim/adam.js";
import type { ConfiguredOptimizers } from "../../../runtime/optim/configuredOptimizers.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";
import { RecordingLogger } from "./recordingLogger.js";

test("each rate is logged at the interval of its scheduler; one without a scheduler at both", async () => {
  const { rows } = await trainWith(
    {},
    (model) => {
      const [first, second] = [new SGD([model.layer.weight], { lr: 0.1 }), new SGD(model.biases, { lr: 0.2 })];
      return [[first, second], [{ scheduler: new StepLR(first, { stepSize: 1 }), interval: "epoch" }]];
    },
    { isManual: true },
  );
  expect(rows).toEqual([
    [0, { "lr-SGD": 0.1, "lr-SGD-1": 0.2 }],
    [0, { "lr-SGD-1": 0.2 }],
    [1, { "lr-SGD-1": 0.2 }],
  ]);
});

test("groups have names of their own or numbers, and `name` beside a scheduler is the name of its optimizer", async () => {
  const { rows } = await trainWith({ loggingInterval: "epoch" }, (model) => {
    const optimizer = new SGD([{ params: [model.layer.weight] }, { params: model.biases, lr: 0.5, name: "bias" }], {
      lr: 0.1,
    });
    return { optimizer, lrScheduler: { scheduler: new StepLR(optimizer, { stepSize: 1 }), name: "rate" } };
  });
  expect(rows).toEqual([[0, { "rate/pg1": 0.1, "rate/bias": 0.5 }]]);
});

test("momentum and weight decay are logged beside the rate, and everything is there for callbacks that watch it", async () => {
  const { rows, trainer, monitor } = await trainWith(
    { loggingInterval: "step", logMomentum: true, logWeightDecay: true },
    (model) => new Adam(model.parameters(), { lr: 0.01, weightDecay: 0.1 }),
  );
  const values = { "lr-Adam": 0.01, "lr-Adam-momentum": 0.9, "lr-Adam-weight_decay": 0.1 };
  expect(rows).toEqual([
    [0, values],
    [1, values],
  ]);
  expect(trainer.callbackMetrics).toEqual(values);
  expect(monitor.lrs).toEqual({ "lr-Adam": [0.01, 0.01] });
});

test("a group that is added in training is logged from then on, and the first one's rates move to its new name", async () => {
  class Growing extends TinyModel {
    override configureOptimizers() {
      return new SGD([this.layer.weight], { lr: 0.1 });
    }
    override onTrainEpochStart(): void {
      const [optimizer] = this.trainer.optimizers;
      if (this.currentEpoch === 1) optimizer?.addParamGroup({ params: this.biases, lr: 0.3 });
    }
    get biases() {
      return this.layer.bias === null ? [] : [this.layer.bias];
    }
  }
  const monitor = new LearningRateMonitor({ loggingInterval: "step" });
  const logger = new RecordingLogger();
  const trainer = new Trainer({ ...QUIET, logger, logEveryNSteps: 1, maxEpochs: 2, callbacks: monitor });
  trainer.print = () => {};
  await trainer.fit(new Growing(), { trainDataloaders: batches(1) });
  expect(monitor.lrs).toEqual({ "lr-SGD/pg1": [0.1, 0.1], "lr-SGD/pg2": [0.3] });
});

test("what cannot be is refused: another interval, no logger, two groups of one name", async () => {
  expect(() => new LearningRateMonitor({ loggingInterval: "day" as "step" })).toThrow(
    "LearningRateMonitor: `loggingInterval` is day; it should be `step` or `epoch`, or null.",
  );
  const alone = new Trainer({ ...QUIET, maxEpochs: 1, callbacks: new LearningRateMonitor() });
  await expect(alone.fit(new TinyModel(), { trainDataloaders: batches(1) })).rejects.toThrow(
    "Cannot use `LearningRateMonitor` callback with `Trainer` that has no logger. Leave `logger` at its default, or remove the callback.",
  );
  const twice = (model: Model) =>
    new SGD(
      [
        { params: [model.layer.weight], name: "a" },
        { params: model.biases, name: "a" },
      ],
      { lr: 0.1 },
    );
  await expect(trainWith({}, twice)).rejects.toThrow(
    "A single optimizer cannot have several parameter groups with the same `name`, and lr-SGD has several `a`. Name them differently.",
  );
});

class Model extends TinyModel {
  constructor(private readonly configured: (model: Model) => ConfiguredOptimizers) {
    super();
  }
  get biases() {
    return this.layer.bias === null ? [] : [this.layer.bias];
  }
  override configureOptimizers(): never {
    return this.configured(this) as never;
  }
}

async function trainWith(
  options: LearningRateMonitorOptions,
  configured: (model: Model) => ConfiguredOptimizers,
  { isManual = false } = {},
) {
  const logger = new RecordingLogger();
  const monitor = new LearningRateMonitor(options);
  const trainer = new Trainer({ ...QUIET, logger, logEveryNSteps: 1, maxEpochs: 1, callbacks: monitor });
  trainer.print = vi.fn();
  const model = new Model(configured);
  model.automaticOptimization = !isManual;
  await trainer.fit(model, { trainDataloaders: batches(2) });
  return { rows: logger.rows, trainer, monitor };
}
