import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { EarlyStopping } from "../../../runtime/callbacks/earlyStopping.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import type { Checkpoint } from "../../../runtime/checkpoint/checkpoint.js";
import { readCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { Adam } from "../../../runtime/optim/adam.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { camel } from "../../conformance/names.js";
import { root } from "../../experiment.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { batches, QUIET, TinyModel } from "../trainer/tinyModel.js";

vi.spyOn(console, "log").mockReturnValue();

const golden = camelKeys(
  JSON.parse(readFileSync(join(root, "test", "reference", "extra", "checkpoint_structure.json"), "utf8")),
) as Golden;

test("a checkpoint is built as Lightning's: its keys in their order, and how far each loop got", async () => {
  const { last, after, weightsOnly } = await checkpoints();
  // How `saveHyperparameters` was called has no meaning here.
  const keys = (names: readonly string[]) =>
    names.filter((name) => !/hparams_?name$/i.test(name)).map((name) => RENAMED[name] ?? camel(name));
  expect(Object.keys(last)).toEqual(keys(golden.topLevelKeyOrderLastCkpt));
  expect(Object.keys(weightsOnly)).toEqual(keys(golden.weightsOnlyKeys));
  const { random, ...loops } = last.loops ?? {};
  expect(random).toMatchObject({ replacesMathRandom: false });
  expect(loops).toEqual(golden.lastCkpt.loops);
  expect(after.loops?.["fitLoop"]).toEqual(golden.savedAfterFitLoops);
  expect([last.epoch, last.globalStep, last["DM"], last["extra"]]).toEqual([1, 6, { cursor: 3 }, 42]);
  expect(Object.keys(last.callbacks ?? {})).toEqual([
    "EarlyStopping{'monitor': 'val_loss', 'mode': 'min'}",
    "ModelCheckpoint{'monitor': 'val_loss', 'mode': 'min', 'everyNTrainSteps': 0, 'everyNEpochs': 1, 'trainTimeInterval': null}",
  ]);
  for (const [i, state] of Object.values(last.callbacks ?? {}).entries()) {
    expect(Object.keys(state)).toEqual(Object.keys(Object.values(golden.lastCkpt.callbacks)[i] ?? {}));
  }
});

const RENAMED: Readonly<Record<string, string>> = { "pytorch-lightning_version": "lightningRuntimeVersion" };

interface Golden {
  readonly topLevelKeyOrderLastCkpt: readonly string[];
  readonly weightsOnlyKeys: readonly string[];
  readonly lastCkpt: { readonly loops: object; readonly callbacks: Readonly<Record<string, object>> };
  readonly savedAfterFitLoops: object;
}

/** Lightning's names as ours. */
function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [camel(key.replace(/^_|(?<=\.)_/g, "")), camelKeys(inner)]),
  );
}

class Recorded extends TinyModel {
  constructor() {
    super();
    this.saveHyperparameters({ lr: 0.1, batch_size: 2 });
  }

  override validationStep(batch: unknown): void {
    this.log("val_loss", this.trainingStep(batch));
  }

  override configureOptimizers() {
    const optimizer = new Adam(this.parameters(), { lr: 0.1 });
    return [[optimizer], [new StepLR(optimizer, { stepSize: 1, gamma: 0.5 })]] as never;
  }

  override onSaveCheckpoint(checkpoint: Checkpoint): void {
    checkpoint["extra"] = 42;
  }
}

class DM extends LightningDataModule {
  constructor() {
    super();
    this.saveHyperparameters({ folder: "x" });
  }

  override trainDataloader() {
    return batches(3);
  }

  override valDataloader() {
    return batches(2);
  }

  override stateDict() {
    return { cursor: 3 };
  }
}

async function checkpoints(): Promise<Record<"last" | "after" | "weightsOnly", Checkpoint>> {
  const folder = temporaryFolder();
  const monitor = "val_loss";
  const trainer = new Trainer({
    ...{ ...QUIET, enableCheckpointing: true, maxEpochs: 2, numSanityValSteps: 0 },
    callbacks: [
      new EarlyStopping({ monitor }),
      new ModelCheckpoint({ monitor, dirpath: folder, saveTopK: -1, saveLast: true }),
    ],
  });
  const model = new Recorded();
  // A loss that falls in both epochs, so that both are saved.
  model.layer.weight.assign(tf.tensor2d([[5, 5]]));
  await trainer.fit(model, new DM());
  const [after, weightsOnly] = [join(folder, "after.safetensors"), join(folder, "weights.safetensors")];
  await trainer.saveCheckpoint(after);
  await trainer.saveCheckpoint(weightsOnly, { weightsOnly: true });
  return {
    last: readCheckpoint(join(folder, "last.safetensors")),
    after: readCheckpoint(after),
    weightsOnly: readCheckpoint(weightsOnly),
  };
}
