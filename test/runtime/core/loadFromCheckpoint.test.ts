import "../onCpu.js";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { writeCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { constructorParameters } from "../../../runtime/core/constructorArguments.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { temporaryFolder } from "../temporaryFolder.js";

/** Hyperparameters as an object, the usual way. */
class Net extends LightningModule {
  layer: Linear;
  readonly given: unknown;

  constructor({ inputs = 2, lr = 0.1 } = {}) {
    super();
    this.layer = new Linear(inputs, 1);
    this.given = { inputs, lr };
  }
}

/** Hyperparameters as arguments. */
class Positional extends LightningModule {
  layer: Linear;
  readonly given: unknown;

  constructor(
    inputs = 2,
    readonly lr = 0.1,
    { name = "none" } = {},
  ) {
    super();
    this.layer = new Linear(inputs, 1);
    this.given = { inputs, lr, name };
  }
}

class Written {
  readonly sum: number;

  constructor(a = 1, { b = 2 } = {}) {
    this.sum = a + b;
  }
}

test("a module is made with the hyperparameters that it was made with, and gets the weights", async () => {
  const path = checkpoint({ inputs: 3, lr: 0.5 });
  const before = tf.memory().numTensors;
  const model = await Net.loadFromCheckpoint(path);
  expect([model.given, [...model.layer.weight.dataSync()]]).toEqual([{ inputs: 3, lr: 0.5 }, [1, 2, 3]]);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("hyperparameters that are given replace the saved ones, and so does a file of them", async () => {
  const path = checkpoint({ inputs: 3, lr: 0.5 });
  expect((await Net.loadFromCheckpoint(path, { lr: 0.01 })).given).toEqual({ inputs: 3, lr: 0.01 });
  const hparamsFile = join(temporaryFolder(), "hparams.yaml");
  writeFileSync(hparamsFile, "inputs: 3\n");
  expect((await Net.loadFromCheckpoint(path, { hparamsFile })).given).toEqual({ inputs: 3, lr: 0.1 });
});

test("arguments are found by their names", async () => {
  const path = checkpoint({ lr: 0.5, name: "a", inputs: 3 });
  expect((await Positional.loadFromCheckpoint(path)).given).toEqual({ inputs: 3, lr: 0.5, name: "a" });
});

test("names of weights that differ are an error, or are said when they may", async () => {
  class Renamed extends Net {
    other = new Linear(1, 1);
  }
  const path = checkpoint({ inputs: 3 });
  await expect(Renamed.loadFromCheckpoint(path)).rejects.toThrow(
    "The state does not fit Renamed: missing: other.weight, other.bias.",
  );
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  await Renamed.loadFromCheckpoint(path, { strict: false });
  expect(warn.mock.calls).toEqual([
    ["Found keys that are in the model state dict but not in the checkpoint: other.weight, other.bias"],
  ]);
  class NotStrict extends Net {
    override strictLoading = false;
  }
  await expect(NotStrict.loadFromCheckpoint(path, { strict: true })).rejects.toThrow("in conflict");
});

test("it is a method of the class", () => {
  expect(() => new Net().loadFromCheckpoint()).toThrow(
    "The static method `Net.loadFromCheckpoint` cannot be called on an instance. Call it on the class, `await Net.loadFromCheckpoint(path)`, and use what it returns.",
  );
});

test("a data module comes back with its hyperparameters and its state", () => {
  class Data extends LightningDataModule {
    state: unknown = null;

    constructor(readonly options: { readonly folder?: string } = {}) {
      super();
    }

    override loadStateDict(state: unknown): void {
      this.state = state;
    }
  }
  const path = checkpoint({}, { datamoduleHyperParameters: { folder: "x" }, Data: { cursor: 3 } });
  const data = Data.loadFromCheckpoint(path);
  expect([data.options, data.state]).toEqual([{ folder: "x" }, { cursor: 3 }]);
});

test.each<[string, abstract new (...args: never[]) => unknown, readonly string[]]>([
  ["none of its own", class extends Written {}, ["a = 1", "{ b = 2 } = {}"]],
  ["no arguments", class {}, []],
  [
    "strings and comments with brackets and commas",
    class {
      static readonly text = "constructor(no) {";
      readonly all: unknown;
      // constructor(neither)
      constructor(a = "),(", /* , */ b = [1, 2], ...rest: unknown[]) {
        this.all = [a, b, rest];
      }
    },
    ['a = "),("', "b = [1, 2]", "...rest"],
  ],
])("the parameters of a constructor are read from its source: %s", (_title, type, parameters) => {
  const withoutComments = constructorParameters(type).map((text) => text.replace(/\/\*.*?\*\//g, "").trim());
  expect(withoutComments.map((text) => text.replaceAll(/\s+/g, " "))).toEqual(parameters);
});

function checkpoint(hyperParameters: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const path = join(temporaryFolder(), "a.safetensors");
  const stateDict = { "layer.weight": tf.tensor2d([[1, 2, 3]]), "layer.bias": tf.tensor1d([0]) };
  writeCheckpoint(path, { epoch: 1, globalStep: 2, lightningRuntimeVersion: "0", stateDict, hyperParameters, ...more });
  tf.dispose(stateDict);
  return path;
}
