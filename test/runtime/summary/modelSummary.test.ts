import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import * as metrics from "../../../runtime/metrics/index.js";
import * as nn from "../../../runtime/nn/index.js";
import { seedEverything } from "../../../runtime/random.js";
import { ModelSummary } from "../../../runtime/summary/modelSummary.js";

class AutoEncoder extends LightningModule {
  encoder = new nn.Sequential(new nn.Linear(784, 64), new nn.ReLU(), new nn.Linear(64, 3));
  decoder = new nn.Sequential(new nn.Linear(3, 64), new nn.ReLU(), new nn.Linear(64, 784));

  override forward(x: tf.Tensor): tf.Tensor {
    return this.decoder.forward(this.encoder.forward(x));
  }
}

test("the direct layers of a model, as Lightning shows them", () => {
  expect(lines(new ModelSummary(new AutoEncoder()))).toEqual([
    "  | Name    | Type       | Params | Mode  | FLOPs",
    "-------------------------------------------------------",
    "0 | encoder | Sequential | 50.4 K | train | 0",
    "1 | decoder | Sequential | 51.2 K | train | 0",
    "-------------------------------------------------------",
    "101 K     Trainable params",
    "0         Non-trainable params",
    "101 K     Total params",
    "0.407     Total estimated model params size (MB)",
    "8         Modules in train mode",
    "0         Modules in eval mode",
    "0         Total Flops",
  ]);
});

test("every depth, with the shapes that an example input has on its way; frozen layers count apart", () => {
  const model = new AutoEncoder();
  model.exampleInputArray = tf.zeros([2, 784]);
  model.encoder.requiresGrad(false).eval();
  expect(lines(new ModelSummary(model, { maxDepth: -1 }))).toEqual([
    "  | Name      | Type       | Params | Mode  | FLOPs | In sizes | Out sizes",
    "--------------------------------------------------------------------------------",
    "0 | encoder   | Sequential | 50.4 K | eval  | 201 K | [2, 784] | [2, 3]",
    "1 | encoder.0 | Linear     | 50.2 K | eval  | 200 K | [2, 784] | [2, 64]",
    "2 | encoder.1 | ReLU       | 0      | eval  | 0     | [2, 64]  | [2, 64]",
    "3 | encoder.2 | Linear     | 195    | eval  | 768   | [2, 64]  | [2, 3]",
    "4 | decoder   | Sequential | 51.2 K | train | 201 K | [2, 3]   | [2, 784]",
    "5 | decoder.0 | Linear     | 256    | train | 768   | [2, 3]   | [2, 64]",
    "6 | decoder.1 | ReLU       | 0      | train | 0     | [2, 64]  | [2, 64]",
    "7 | decoder.2 | Linear     | 51.0 K | train | 200 K | [2, 64]  | [2, 784]",
    "--------------------------------------------------------------------------------",
    "51.2 K    Trainable params",
    "50.4 K    Non-trainable params",
    "101 K     Total params",
    "0.407     Total estimated model params size (MB)",
    "4         Modules in train mode",
    "4         Modules in eval mode",
    "402 K     Total Flops",
  ]);
});

class Attention extends nn.Module {
  query = new nn.Linear(4, 4, { bias: false });
  key = new nn.Linear(4, 4, { bias: false });

  override forward(x: tf.Tensor): [{ weights: tf.Tensor }, null, tf.Tensor] {
    const weights = tf.matMul(this.query.forward(x), this.key.forward(x), false, true);
    return [{ weights }, null, weights.mean()];
  }
}

class Watcher extends nn.Module {
  override forward(_: tf.Tensor): void {}
}

test("products of a module's own are counted; a scalar, a dictionary and nothing have no size", () => {
  class Model extends LightningModule {
    attend = new Attention();
    head = new nn.Linear(5, 2);
    mean = new Watcher();
    override exampleInputArray = tf.zeros([3, 5, 4]);

    override forward(x: tf.Tensor): tf.Tensor {
      const [{ weights }, , mean] = this.attend.forward(x);
      this.mean.forward(mean);
      return this.head.forward(weights);
    }
  }
  expect(layerLines(new ModelSummary(new Model(), { maxDepth: 2 }))).toEqual([
    "  | Name         | Type      | Params | Mode  | FLOPs | In sizes  | Out sizes",
    "0 | attend       | Attention | 32     | train | 1.6 K | [3, 5, 4] | ['?', '?', []]",
    "1 | attend.query | Linear    | 16     | train | 480   | [3, 5, 4] | [3, 5, 4]",
    "2 | attend.key   | Linear    | 16     | train | 480   | [3, 5, 4] | [3, 5, 4]",
    "3 | head         | Linear    | 12     | train | 300   | [3, 5, 5] | [3, 5, 2]",
    "4 | mean         | Watcher   | 0      | train | 0     | ?         | ?",
  ]);
});

test("a shared layer is told where it is first, and its operations where it is last, as torch counts them", () => {
  class Shared extends LightningModule {
    block = new nn.Sequential(new nn.Linear(2, 2));
    again = this.block.children()[0] as nn.Linear;
    override exampleInputArray = tf.zeros([1, 2]);

    override forward(x: tf.Tensor): tf.Tensor {
      return this.again.forward(this.block.forward(x));
    }
  }
  const at = (maxDepth: number) => new ModelSummary(new Shared(), { maxDepth });
  expect([at(1).flopCounts, at(2).flopCounts, at(1).totalFlops]).toEqual([
    { block: 8, again: 16 },
    { block: 8, "block.0": 0 },
    16,
  ]);
});

test("parameters that belong to no layer have a row of their own", () => {
  class Scaled extends LightningModule {
    layer = new nn.Linear(4, 4);
    scale = new nn.Parameter(tf.ones([4]));
  }
  const summary = (maxDepth: number) => layerLines(new ModelSummary(new Scaled(), { maxDepth }));
  expect(summary(1)).toEqual([
    "  | Name         | Type   | Params | Mode  | FLOPs",
    "0 | layer        | Linear | 20     | train | 0",
    "  | other params | n/a    | 4      | n/a   | n/a",
  ]);
  expect(summary(0)).toEqual([
    "  | Name         | Type | Params | Mode | FLOPs",
    "  | other params | n/a  | 24     | n/a  | n/a",
  ]);
});

test("metrics are listed with the layers, as in Lightning, and are in the mode of the module that has them", () => {
  class Measured extends LightningModule {
    accuracy = new metrics.MeanMetric();
    layer = new nn.Linear(2, 1);
    all = new metrics.MetricCollection({ sum: new metrics.SumMetric(), max: new metrics.MaxMetric() });
  }
  const model = new Measured();
  model.layer.eval();
  expect(layerLines(new ModelSummary(model, { maxDepth: -1 }))).toEqual([
    "  | Name     | Type             | Params | Mode  | FLOPs",
    "0 | accuracy | MeanMetric       | 0      | train | 0",
    "1 | layer    | Linear           | 3      | eval  | 0",
    "2 | all      | MetricCollection | 0      | train | 0",
    "3 | all.max  | MaxMetric        | 0      | train | 0",
    "4 | all.sum  | SumMetric        | 0      | train | 0",
  ]);
  expect(new ModelSummary(model).totalTrainingModes).toEqual({ train: 4, eval: 1 });
});

test("inputs are one tensor, a list of arguments, or a dictionary", () => {
  class Sum extends LightningModule {
    a = new nn.Linear(3, 4);

    override forward(x: tf.Tensor | { x: tf.Tensor }, y?: tf.Tensor): tf.Tensor {
      const out = this.a.forward(x instanceof tf.Tensor ? x : x.x);
      return y === undefined ? out : out.add(y);
    }
  }
  const sizes = [tf.zeros([2, 3]), [tf.zeros([5, 3]), tf.zeros([4])], { x: tf.zeros([7, 3]) }].map((example) => {
    const model = new Sum();
    model.exampleInputArray = example;
    return new ModelSummary(model).outSizes;
  });
  expect(sizes).toEqual([[[2, 4]], [[5, 4]], [[7, 4]]]);
});

test("the example runs in evaluation mode through the hooks of a batch, and leaves nothing behind", () => {
  const seen: string[] = [];
  class Model extends LightningModule {
    frozen = new nn.Dropout(0.5).eval();
    drop = new nn.Dropout(0.5);
    override exampleInputArray = tf.ones([2, 3]);

    override onAfterBatchTransfer(x: tf.Tensor): tf.Tensor {
      return x.mul(2);
    }

    override forward(x: tf.Tensor): tf.Tensor {
      seen.push(String(this.drop.forward(x).dataSync()), `training ${this.training}`);
      return x.add(tf.randomUniform([2, 3]));
    }
  }
  const model = new Model();
  seedEverything(3);
  const expected = Math.random();
  seedEverything(3);
  const tensors = tf.memory().numTensors;
  const summary = new ModelSummary(model);
  expect(seen).toEqual(["2,2,2,2,2,2", "training false"]);
  expect([tf.memory().numTensors, Math.random()]).toEqual([tensors, expected]);
  expect([model.training, ...summary.trainingModes]).toEqual([true, false, true]);
});

test("a model is as it was when its `forward` fails, and the error is the model's", () => {
  class Broken extends LightningModule {
    layer = new nn.Linear(2, 2);
    override exampleInputArray = tf.ones([1, 2]);

    override forward(x: tf.Tensor): never {
      this.layer.forward(x);
      throw new Error("no idea");
    }
  }
  const model = new Broken();
  const tensors = tf.memory().numTensors;
  expect(() => new ModelSummary(model)).toThrow("no idea");
  expect([model.training, Object.keys(Object.getOwnPropertyDescriptors(model.layer)).includes("forward")]).toEqual([
    true,
    false,
  ]);
  expect([tf.memory().numTensors, Object.hasOwn(tf.engine(), "runKernel")]).toEqual([tensors, false]);
});

test("a depth that is none is refused", () => {
  const text = (maxDepth: unknown) => {
    try {
      return String(new ModelSummary(new AutoEncoder(), { maxDepth: maxDepth as number }));
    } catch (error) {
      return String(error);
    }
  };
  expect([-2, 1.5, "x"].map(text)).toEqual([
    "RangeError: ModelSummary: `maxDepth` is -2; it can be -1 (all layers), 0 (none) or a larger whole number.",
    "RangeError: ModelSummary: `maxDepth` is 1.5; it can be -1 (all layers), 0 (none) or a larger whole number.",
    "RangeError: ModelSummary: `maxDepth` is 'x'; it can be -1 (all layers), 0 (none) or a larger whole number.",
  ]);
});

function lines(summary: ModelSummary): string[] {
  return String(summary)
    .split("\n")
    .map((line) => line.trimEnd());
}

/** The table without its totals. */
function layerLines(summary: ModelSummary): string[] {
  const [title = "", , ...rest] = lines(summary);
  return [
    title,
    ...rest.slice(
      0,
      rest.findIndex((line) => line.startsWith("---")),
    ),
  ];
}
