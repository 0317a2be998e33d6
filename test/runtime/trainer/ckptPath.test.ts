import "../onCpu.js";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { EarlyStopping } from "../../../runtime/callbacks/earlyStopping.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { OnExceptionCheckpoint } from "../../../runtime/callbacks/onExceptionCheckpoint.js";
import { type Checkpoint, disposeCheckpoint } from "../../../runtime/checkpoint/checkpoint.js";
import { readCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET, TinyModel } from "./tinyModel.js";

const said: string[] = [];
vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
vi.spyOn(console, "warn").mockImplementation((text: string) => void said.push(text));
afterEach(() => {
  said.length = 0;
});

test("a checkpoint has everything, or only what a model needs; hooks may add to it", async () => {
  class Adding extends TinyModel {
    constructor() {
      super();
      this.saveHyperparameters({ lr: 0.1, activation: Math.tanh });
    }

    override onSaveCheckpoint(checkpoint: Checkpoint): void {
      checkpoint["extra"] = { list: [tf.scalar(1)] };
    }
  }
  class Data extends LightningDataModule {
    override trainDataloader() {
      return batches(2);
    }

    override stateDict() {
      return { cursor: 3 };
    }
  }
  const trainer = trainerWith({ callbacks: [new EarlyStopping({ monitor: "a", strict: false })] });
  await trainer.fit(new Adding(), new Data());
  const before = tf.memory().numTensors;
  const path = join(temporaryFolder(), "a.safetensors");
  await trainer.saveCheckpoint(path);
  expect([Object.keys(readCheckpoint(path)), tf.memory().numTensors - before]).toEqual([
    [
      ...["epoch", "globalStep", "lightningRuntimeVersion", "stateDict", "loops", "callbacks", "optimizerStates"],
      ...["lrSchedulers", "hyperParameters", "Data", "extra"],
    ],
    3,
  ]);
  await trainer.saveCheckpoint(path, { weightsOnly: true });
  expect(Object.keys(readCheckpoint(path))).toEqual([
    ...["epoch", "globalStep", "lightningRuntimeVersion", "stateDict", "loops", "hyperParameters", "Data", "extra"],
  ]);
  expect(said.filter((line) => line.startsWith("The hyperparameter"))).toEqual([
    "The hyperparameter `activation` is no plain data and is left out of checkpoints. Give it again to `loadFromCheckpoint`, or leave it out of `saveHyperparameters`.",
  ]);
});

test("a hook that does not wait for a checkpoint has it all the same", async () => {
  const path = join(temporaryFolder(), "a.safetensors");
  const steps: number[] = [];
  class Hasty extends TinyModel {
    override onTrainBatchEnd(): void {
      void this.trainer.saveCheckpoint(path);
      const checkpoint = readCheckpoint(path);
      steps.push(checkpoint.globalStep);
      disposeCheckpoint(checkpoint);
    }
  }
  const model = new Hasty();
  const before = tf.memory().numTensors;
  await trainerWith({ enableCheckpointing: false }).fit(model, { trainDataloaders: batches(3) });
  expect([steps, tf.memory().numTensors - before]).toEqual([[1, 2, 3], 0]);
});

test("`best` and `last` mean the checkpoints of the Trainer's ModelCheckpoint", async () => {
  const checkpoints = new ModelCheckpoint({ dirpath: temporaryFolder(), saveLast: true });
  const trainer = trainerWith({ callbacks: [checkpoints], maxEpochs: 2 });
  const model = new Tested();
  await trainer.fit(model, { trainDataloaders: batches(2) });
  const trained = weightsOf(model);
  for (const ckptPath of ["best", "last", checkpoints.bestModelPath]) {
    model.layer.weight.assign(tf.zeros([1, 2]));
    await trainer.test(model, { dataloaders: batches(1), ckptPath, verbose: false });
    expect(weightsOf(model)).toEqual(trained);
  }
  expect([trainer.ckptPath, said.at(-1)]).toEqual([
    checkpoints.bestModelPath,
    `Loaded model weights from the checkpoint at ${checkpoints.bestModelPath}`,
  ]);
});

test("a path that is set on the Trainer stays, until a run is given another", async () => {
  const path = join(temporaryFolder(), "a.safetensors");
  const trainer = trainerWith({ enableCheckpointing: false });
  const model = new Tested();
  await trainer.fit(model, { trainDataloaders: batches(2) });
  await trainer.saveCheckpoint(path);
  const trained = weightsOf(model);
  trainer.ckptPath = path;
  model.layer.weight.assign(tf.zeros([1, 2]));
  await trainer.test(model, { dataloaders: batches(1), verbose: false });
  expect([weightsOf(model), trainer.ckptPath]).toEqual([trained, path]);
  await expect(trainer.test(model, { dataloaders: batches(1), ckptPath: "/other" })).rejects.toThrow(
    "not found: /other",
  );
  expect(said.find((line) => line.includes("The latter"))).toBe(
    `\`trainer.ckptPath = "${path}"\` was set but then you passed \`trainer.test(…, { ckptPath: "/other" })\`. The latter will be loaded.`,
  );
});

test("without a module the last one is used, with its best checkpoint, and that is said", async () => {
  const trainer = trainerWith({ callbacks: [new ModelCheckpoint({ dirpath: temporaryFolder() })] });
  const model = new Tested();
  await trainer.fit(model, { trainDataloaders: batches(2) });
  model.layer.weight.assign(tf.zeros([1, 2]));
  await trainer.test(null, { dataloaders: batches(1), verbose: false });
  expect(said.find((line) => line.includes("without a model"))).toBe(
    "`.test({ ckptPath: null })` was called without a model. The best model of the previous `fit` call will be used. " +
      'You can pass `.test(…, { ckptPath: "best" })` to use the best model or `.test(…, { ckptPath: "last" })` to use the last model. ' +
      "If you pass a value, this warning will be silenced.",
  );
  expect(weightsOf(model)).not.toEqual([0, 0]);
});

test("a fit that failed goes on from where it failed, and then removes that checkpoint", async () => {
  const dirpath = temporaryFolder();
  class Failing extends TinyModel {
    failing = true;
    override trainingStep(batch: unknown): tf.Tensor {
      if (this.failing && this.globalStep === 3) throw new Error("boom");
      return super.trainingStep(batch);
    }
  }
  const trainer = () => trainerWith({ callbacks: [new OnExceptionCheckpoint({ dirpath })], maxEpochs: 2 });
  const model = new Failing();
  await expect(trainer().fit(model, { trainDataloaders: batches(2) })).rejects.toThrow("boom");
  const path = join(dirpath, "on_exception.safetensors");
  expect(readCheckpoint(path).globalStep).toBe(3);
  model.failing = false;
  const second = trainer();
  await second.fit(model, { trainDataloaders: batches(2) });
  expect([second.ckptPath, second.globalStep]).toEqual([path, 4]);
  expect(() => readCheckpoint(path)).toThrow("Checkpoint file not found");
  expect(() => new OnExceptionCheckpoint({ dirpath, filename: "" })).toThrow("The filename cannot be empty.");
});

test("`last` without a checkpoint begins anew, and says so", async () => {
  const trainer = trainerWith({ callbacks: [new ModelCheckpoint({ dirpath: temporaryFolder() })] });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2), ckptPath: "last" });
  expect([trainer.globalStep, said.find((line) => line.includes("no last"))]).toEqual([
    2,
    '`.fit({ ckptPath: "last" })` is set, but there is no last checkpoint available. No checkpoint will be loaded. HINT: Set `new ModelCheckpoint({ saveLast: true })`.',
  ]);
});

test.each<[TrainerOptions, string, string]>([
  [
    { enableCheckpointing: false },
    "best",
    '`.test({ ckptPath: "best" })` is set but `ModelCheckpoint` is not configured. Add one to `callbacks`, or give a path.',
  ],
  [
    {},
    "best",
    '`.test({ ckptPath: "best" })` is set but `ModelCheckpoint` is not configured to save the best model: it has saved none. Call `fit` first, or give a path.',
  ],
  [
    { fastDevRun: true },
    "best",
    'You cannot execute `.test({ ckptPath: "best" })` with `fastDevRun: true`, which saves none. Please pass an exact checkpoint path to `.test({ ckptPath: … })`.',
  ],
  [{}, "/nowhere.safetensors", "Checkpoint file not found: /nowhere.safetensors."],
  [
    {},
    "",
    '`.test()` found no path for the best weights: "". Please specify a path for a checkpoint: `{ ckptPath: PATH }`.',
  ],
])("with %j the checkpoint %j is refused", async (options, ckptPath, message) => {
  const trainer = trainerWith(options);
  await expect(trainer.test(new Tested(), { dataloaders: batches(1), ckptPath })).rejects.toThrow(message);
});

test("a fit needs more than weights, and more epochs than there were", async () => {
  const folder = temporaryFolder();
  const trainer = trainerWith({ maxEpochs: 2, enableCheckpointing: false });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  const [full, weights] = [join(folder, "full.safetensors"), join(folder, "weights.safetensors")];
  await trainer.saveCheckpoint(full);
  await trainer.saveCheckpoint(weights, { weightsOnly: true });
  const resume = (ckptPath: string, maxEpochs: number) =>
    trainerWith({ maxEpochs, enableCheckpointing: false }).fit(new TinyModel(), {
      trainDataloaders: batches(2),
      ckptPath,
    });
  await expect(resume(full, 1)).rejects.toThrow(
    "You restored a checkpoint with currentEpoch=2, but you have set Trainer({ maxEpochs: 1 }). Set it higher to train on, or validate and test with this checkpoint instead.",
  );
  await expect(resume(weights, 3)).rejects.toThrow(
    "Trying to restore optimizer state but checkpoint contains only the model. This is probably due to `ModelCheckpoint({ saveWeightsOnly: true })`. " +
      "Resume from a checkpoint with everything, or load the weights with `loadFromCheckpoint` and begin a new fit.",
  );
});

test("weights that do not fit are refused, unless the module is not strict", async () => {
  class Larger extends TinyModel {
    scale = new TinyModel().layer;
  }
  const path = join(temporaryFolder(), "a.safetensors");
  const trainer = trainerWith({ enableCheckpointing: false });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(2) });
  await trainer.saveCheckpoint(path);
  const model = new Larger();
  const predict = () => trainer.predict(model, { dataloaders: [], ckptPath: path });
  await expect(predict()).rejects.toThrow("The state does not fit Larger: missing: scale.weight, scale.bias.");
  model.strictLoading = false;
  await predict();
});

test("callbacks that a checkpoint knows and the Trainer does not are named", async () => {
  const path = join(temporaryFolder(), "a.safetensors");
  const callbacks = [new EarlyStopping({ monitor: "a", strict: false })];
  const first = trainerWith({ enableCheckpointing: false, callbacks });
  await first.fit(new TinyModel(), { trainDataloaders: batches(2) });
  await first.saveCheckpoint(path);
  const second = trainerWith({ enableCheckpointing: false, maxEpochs: 2 });
  await second.fit(new TinyModel(), { trainDataloaders: batches(2), ckptPath: path });
  expect(said.find((line) => line.startsWith("Be aware"))).toBe(
    "Be aware that when using `ckptPath`, callbacks used to create the checkpoint need to be provided during `Trainer` instantiation. " +
      "Please add the following callbacks: EarlyStopping{'monitor': 'a', 'mode': 'min'}.",
  );
});

test("there is nothing to save before the first run", async () => {
  await expect(new Trainer(QUIET).saveCheckpoint("a.safetensors")).rejects.toThrow(
    "Saving a checkpoint is only possible if a model is attached to the Trainer. Did you call `trainer.saveCheckpoint()` before calling `trainer.fit`, `validate`, `test` or `predict`?",
  );
});

class Tested extends TinyModel {
  override testStep(): void {}
}

function trainerWith(options: TrainerOptions): Trainer {
  return new Trainer({
    ...QUIET,
    enableCheckpointing: true,
    maxEpochs: 1,
    defaultRootDir: temporaryFolder(),
    ...options,
  });
}

function weightsOf(model: TinyModel): number[] {
  return [...model.layer.weight.dataSync()];
}
