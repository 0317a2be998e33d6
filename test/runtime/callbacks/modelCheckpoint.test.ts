import "../onCpu.js";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import type { ModelCheckpointOptions } from "../../../runtime/callbacks/modelCheckpointOptions.js";
import { readCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { CSVLogger } from "../../../runtime/loggers/csvLogger.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

const said: string[] = [];
vi.spyOn(console, "log").mockImplementation((text: string) => void said.push(text));
vi.spyOn(console, "warn").mockImplementation((text: string) => void said.push(text));
afterEach(() => {
  said.length = 0;
});

test("without a metric the latest epoch's checkpoint is kept", async () => {
  const { callback, files } = await trained({}, [0, 0, 0]);
  expect([files(), callback.bestModelPath, callback.bestModelScore]).toEqual([
    ["epoch=2-step=6.safetensors"],
    join(callback.dirpath ?? "", "epoch=2-step=6.safetensors"),
    null,
  ]);
});

test("the best by a metric are kept, with their values in their names", async () => {
  const options = { monitor: "val_loss", saveTopK: 2, filename: "{epoch}-{val_loss:.2f}", saveLast: true };
  const { callback, files } = await trained(options, [1, 0.5, 0.7, 0.4, 0.6]);
  expect(files()).toEqual([
    "epoch=1-val_loss=0.50.safetensors",
    "epoch=3-val_loss=0.40.safetensors",
    "last.safetensors",
  ]);
  expect([callback.bestModelScore, callback.kthValue, callback.currentScore].map((score) => score?.toFixed(2))).toEqual(
    ["0.40", "0.50", "0.40"],
  );
  expect(readCheckpoint(callback.lastModelPath).epoch).toBe(3);
  callback.toYaml();
  expect(
    readFileSync(join(callback.dirpath ?? "", "best_k_models.yaml"), "utf8").replaceAll(/.*(epoch=.*):/g, "$1:"),
  ).toBe("epoch=1-val_loss=0.50.safetensors: 0.5\nepoch=3-val_loss=0.40.safetensors: 0.4000000059604645\n");
});

test('`saveLast: "link"` makes a link to what was saved last', async () => {
  const { callback } = await trained({ monitor: "val_loss", saveLast: "link" }, [3, 1, 2]);
  expect(readlinkSync(callback.lastModelPath)).toBe("epoch=1-step=4.safetensors");
});

test("steps, time and epochs tell when, and one of them at a time", async () => {
  const every = { saveTopK: -1 };
  expect((await trained({ ...every, everyNTrainSteps: 3 }, [0, 0, 0])).files()).toEqual([
    "epoch=1-step=3.safetensors",
    "epoch=2-step=6.safetensors",
  ]);
  expect((await trained({ ...every, trainTimeInterval: { seconds: 0 } }, [0])).files()).toEqual([
    "epoch=0-step=1.safetensors",
    "epoch=0-step=2.safetensors",
  ]);
  expect((await trained({ ...every, everyNEpochs: 2 }, [0, 0, 0])).files()).toEqual(["epoch=1-step=4.safetensors"]);
});

test("a save at a step waits for the metric that only a validation brings", async () => {
  const options = { monitor: "val_loss", everyNTrainSteps: 1, saveTopK: -1, saveOnTrainEpochEnd: false };
  const { callback, files } = await trained(options, [5, 4]);
  expect(files().map((name) => `${name}: ${callback.bestKModels[join(callback.dirpath ?? "", name)]}`)).toEqual([
    "epoch=0-step=2.safetensors: 5",
    "epoch=1-step=3.safetensors: 5",
    "epoch=1-step=4.safetensors: 4",
  ]);
});

test("only with a step or a time to watch has it a hook for batches", () => {
  expect(new ModelCheckpoint().onTrainBatchEnd).toBeUndefined();
  expect(new ModelCheckpoint({ everyNTrainSteps: 1 }).onTrainBatchEnd).toBeTypeOf("function");
});

test("the Trainer adds one, in the run's folder, unless it is told not to", async () => {
  const root = temporaryFolder();
  const logger = new CSVLogger(root);
  await new Trainer({ ...OPTIONS, logger, maxEpochs: 1 }).fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(readdirSync(join(root, "lightning_logs", "version_0", "checkpoints"))).toEqual(["epoch=0-step=2.safetensors"]);
  const none = new Trainer({ ...OPTIONS, enableCheckpointing: false, defaultRootDir: root });
  expect([none.checkpointCallback, none.checkpointCallbacks]).toEqual([null, []]);
  const without = new Trainer({ ...OPTIONS, maxEpochs: 1, defaultRootDir: root });
  await without.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(readdirSync(join(root, "checkpoints"))).toEqual(["epoch=0-step=2.safetensors"]);
  const trial = new Trainer({ ...OPTIONS, fastDevRun: true, defaultRootDir: join(root, "trial") });
  await trial.fit(new TinyModel(), { trainDataloaders: batches(2) });
  expect(existsSync(join(root, "trial"))).toBe(false);
});

test("a folder with files in it is warned of, and no file of it is replaced", async () => {
  const dirpath = temporaryFolder();
  await trained({ dirpath }, [0]);
  said.length = 0;
  const { files } = await trained({ dirpath }, [0]);
  expect([said.filter((line) => line.startsWith("Checkpoint directory")), files()]).toEqual([
    [`Checkpoint directory ${dirpath} exists and is not empty.`],
    ["epoch=0-step=2-v1.safetensors", "epoch=0-step=2.safetensors"],
  ]);
});

test("files elsewhere are never removed, whatever a checkpoint says about them", async () => {
  const outside = temporaryFolder();
  const dirpath = temporaryFolder();
  symlinkSync(outside, join(dirpath, "door"));
  const targets = [
    join(outside, "a.safetensors"),
    join(dirpath, "..", "b.safetensors"),
    join(dirpath, "door", "c.safetensors"),
  ];
  const notOne = join(dirpath, "notes.txt");
  for (const path of [...targets, notOne]) writeFileSync(path, "");
  for (const path of [...targets, notOne]) {
    const callback = new ModelCheckpoint({ dirpath });
    callback.loadStateDict({ ...callback.stateDict(), bestModelPath: path });
    await train(callback, [0]);
  }
  expect([...targets, notOne].map((path) => existsSync(path))).toEqual([true, true, true, true]);
});

test("the checkpoint that a run was resumed from is not removed", async () => {
  const dirpath = temporaryFolder();
  const first = await trained({ dirpath }, [0]);
  const ckptPath = first.callback.bestModelPath;
  const { files } = await trained({ dirpath }, [0, 0, 0], { ckptPath });
  expect(files()).toEqual(["epoch=0-step=2.safetensors", "epoch=2-step=6.safetensors"]);
});

test("what it knows goes into checkpoints and comes back; with another folder only the best path does", async () => {
  const { callback } = await trained({ monitor: "val_loss", saveTopK: 2 }, [3, 1, 2]);
  const same = new ModelCheckpoint({ monitor: "val_loss", dirpath: callback.dirpath });
  same.loadStateDict(callback.stateDict());
  expect({ ...same.stateDict(), currentScore: null }).toEqual({ ...callback.stateDict(), currentScore: null });
  const other = new ModelCheckpoint({ monitor: "val_loss", dirpath: "/else" });
  other.loadStateDict(callback.stateDict());
  expect([other.bestModelPath, other.bestModelScore, said.at(-1)]).toEqual([
    callback.bestModelPath,
    null,
    `The dirpath has changed from '${callback.dirpath}' to '/else', therefore \`bestModelScore\`, \`kthBestModelPath\`, \`kthValue\`, \`lastModelPath\` and \`bestKModels\` won't be reloaded. Only \`bestModelPath\` will be reloaded.`,
  ]);
});

test("its state's key names what it was made with", () => {
  expect(new ModelCheckpoint({ monitor: "val_loss", everyNTrainSteps: 5 }).stateKey).toBe(
    "ModelCheckpoint{'monitor': 'val_loss', 'mode': 'min', 'everyNTrainSteps': 5, 'everyNEpochs': 0, 'trainTimeInterval': null}",
  );
});

test("a run that fails is saved when that was asked for", async () => {
  class Failing extends TinyModel {
    override trainingStep(batch: unknown, batchIdx?: number): tf.Tensor {
      if (this.currentEpoch === 1 && batchIdx === 1) throw new Error("boom");
      return super.trainingStep(batch);
    }
  }
  const callback = new ModelCheckpoint({ dirpath: temporaryFolder(), saveOnException: true });
  await expect(train(callback, [0, 0], {}, new Failing())).rejects.toThrow("boom");
  const path = join(callback.dirpath ?? "", "epoch=1-step=3.safetensors");
  expect(said.at(-1)).toBe(`An Error was raised with message: boom, saved checkpoint to ${path}`);
  expect(readCheckpoint(path).globalStep).toBe(3);
});

test("`verbose` says what is saved, and why not", async () => {
  const { callback } = await trained({ monitor: "val_loss", verbose: true }, [1, 2]);
  const [path] = Object.keys(callback.bestKModels);
  expect(said.filter((line) => line.startsWith("Epoch"))).toEqual([
    `Epoch 0, global step 2: 'val_loss' reached 1.00000 (best 1.00000), saving model to '${path}' as top 1`,
    "Epoch 1, global step 4: 'val_loss' was not in top 1",
  ]);
});

test.each<[ModelCheckpointOptions, string]>([
  [{ mode: "best" as "min" }, "`mode` can be min, max but got best."],
  [{ saveTopK: -2 }, "Invalid value for saveTopK=-2. Must be >= -1."],
  [{ everyNTrainSteps: -1 }, "Invalid value for everyNTrainSteps=-1. Must be >= 0."],
  [
    { everyNTrainSteps: 1, everyNEpochs: 2 },
    "Combination of parameters everyNTrainSteps=1, everyNEpochs=2 and trainTimeInterval=null should be mutually exclusive. Give one of them.",
  ],
  [
    { saveTopK: 3 },
    "ModelCheckpoint(saveTopK=3, monitor=null) is not a valid configuration. No quantity for saveTopK to track: name a logged metric as `monitor`, or keep 1 (the latest), 0 or -1 (all).",
  ],
])("%j is refused", (options, message) => {
  expect(() => new ModelCheckpoint(options)).toThrow(message);
});

test("a metric that nobody logs is an error once a validation has run", async () => {
  await expect(trained({ monitor: "val_los" }, [1])).rejects.toThrow(
    "`ModelCheckpoint(monitor='val_los')` could not find the monitored key in the returned metrics: ['val_loss', 'epoch', 'step']. HINT: Did you call `log('val_los', value)` in the `LightningModule`?",
  );
});

test("two whose states would have one key are refused, and one where there shall be none", () => {
  const two = [new ModelCheckpoint(), new ModelCheckpoint()];
  expect(() => new Trainer({ callbacks: two })).toThrow(
    "Found more than one stateful callback of type `ModelCheckpoint` whose state would be saved under the key `ModelCheckpoint{",
  );
  expect(() => new Trainer({ callbacks: new ModelCheckpoint(), enableCheckpointing: false })).toThrow(
    "Trainer was configured with `enableCheckpointing: false` but found `ModelCheckpoint` in callbacks list. Leave one of them out.",
  );
});

test("its folder is made when something is saved, with the folders that a metric's name asks for", async () => {
  const dirpath = join(temporaryFolder(), "deep");
  mkdirSync(dirpath);
  const { files } = await trained({ dirpath, filename: "a/{epoch}" }, [0]);
  expect(files()).toEqual(["a", join("a", "epoch=0.safetensors")]);
});

/** Nothing printed; here the Trainer's own defaults for checkpoints count. */
const OPTIONS: TrainerOptions = { ...QUIET, enableCheckpointing: true };

/** Validates to these values, one an epoch. */
class Scripted extends TinyModel {
  constructor(private readonly values: readonly number[]) {
    super();
  }

  override validationStep(): void {}

  override onValidationEpochEnd(): void {
    this.log("val_loss", this.values[this.currentEpoch] ?? 0);
  }
}

async function train(
  callback: ModelCheckpoint,
  values: readonly number[],
  data: { readonly ckptPath?: string } = {},
  model: TinyModel = new Scripted(values),
): Promise<void> {
  const trainer = new Trainer({ ...OPTIONS, maxEpochs: values.length, numSanityValSteps: 0, callbacks: callback });
  try {
    await trainer.fit(model, { trainDataloaders: batches(2), valDataloaders: batches(1), ...data });
  } finally {
    model.dispose();
  }
}

async function trained(
  options: ModelCheckpointOptions,
  values: readonly number[],
  data: { readonly ckptPath?: string } = {},
): Promise<{ callback: ModelCheckpoint; files: () => string[] }> {
  const callback = new ModelCheckpoint({ dirpath: join(temporaryFolder(), "checkpoints"), ...options });
  await train(callback, values, data);
  return { callback, files: () => readdirSync(callback.dirpath ?? "", { recursive: true, encoding: "utf8" }).sort() };
}
