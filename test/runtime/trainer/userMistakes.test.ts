import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, QUIET, TinyModel } from "./tinyModel.js";

const warn = vi.spyOn(console, "warn").mockReturnValue();
vi.spyOn(console, "log").mockReturnValue();

class Manual extends TinyModel {
  override automaticOptimization = false;

  constructor(private readonly output: unknown) {
    super();
  }

  override trainingStep(): never {
    return this.output as never;
  }
}

test.each<[string, unknown, string]>([
  ["a list", [1], "In manual optimization, `trainingStep` must return a tensor, an object, or nothing; it returned 1."],
  ["a loss that is a number", { loss: 0.5 }, "The `loss` of what `trainingStep` returns must be a tensor; it is 0.5."],
])("manual optimization refuses %s", async (_what, output, message) => {
  await expect(new Trainer(QUIET).fit(new Manual(output), { trainDataloaders: batches(1) })).rejects.toThrow(message);
});

class Asynchronous extends TinyModel {
  override trainingStep(): never {
    return Promise.reject(new Error("of its own")) as never;
  }
}

test("an asynchronous step is refused, and its own failure does not end the process", async () => {
  await expect(new Trainer(QUIET).fit(new Asynchronous(), { trainDataloaders: batches(1) })).rejects.toThrow(
    "`trainingStep` is asynchronous",
  );
});

class Acting extends TinyModel {
  constructor(private readonly act: (module: TinyModel) => void) {
    super();
  }

  override trainingStep(batch: tf.Tensor): tf.Tensor {
    this.act(this);
    return super.trainingStep(batch);
  }
}

test.each<[string, (module: TinyModel) => void, string]>([
  [
    "an option that `log` does not have",
    (module) => module.log("a", 1, { progbar: true } as object),
    '`this.log("a", …)` has no option `progbar`. Did you mean `progBar`?',
  ],
  [
    "a list for `logDict`",
    (module) => module.logDict([1] as never),
    "`this.logDict` needs values by name, such as { loss: 0.5 }; it was given [1].",
  ],
  [
    "`manualBackward` in automatic optimization",
    (module) => module.manualBackward(tf.scalar(1)),
    "`manualBackward` belongs to manual optimization: set `automaticOptimization = false`, or return the loss from `trainingStep`.",
  ],
])("a training step is refused %s", async (_what, act, message) => {
  await expect(new Trainer(QUIET).fit(new Acting(act), { trainDataloaders: batches(1) })).rejects.toThrow(message);
});

class Configured extends TinyModel {
  override configureOptimizers() {
    const optimizer = new SGD(this.parameters(), { lr: 0.1 });
    return { optimizer, lrScheduler: { scheduler: new StepLR(optimizer, { stepSize: 1 }), frequency: 0 } } as never;
  }
}

test("a scheduler that would never step is refused", async () => {
  await expect(new Trainer(QUIET).fit(new Configured(), { trainDataloaders: batches(1) })).rejects.toThrow(
    "The key `frequency` in an lr scheduler config must be a whole number of at least 1, and it is 0.",
  );
});

class OfOneLoader extends TinyModel {
  override predictStep(batch: tf.Tensor, _batchIdx: number): tf.Tensor {
    return this.forward(batch);
  }
}

test("a predictStep of several loaders has to know whose batch it is", async () => {
  const dataloaders = [batches(1), batches(1)];
  await expect(new Trainer(QUIET).predict(new OfOneLoader(), { dataloaders })).rejects.toThrow(
    "You provided multiple `predictDataloader`, but no `dataloaderIdx` argument in `OfOneLoader.predictStep()`.",
  );
});

test("an empty list of loaders is said", async () => {
  await new Trainer(QUIET).predict(new OfOneLoader(), { dataloaders: [] });
  expect(warn.mock.lastCall).toEqual([
    "The Array of `predictDataloader` has no batches. Please make sure this was your intention.",
  ]);
});
