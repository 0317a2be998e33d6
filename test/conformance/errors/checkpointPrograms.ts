import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import * as runtime from "../../../runtime/index.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { anything, BoringModel, modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** A layer of a size that its hyperparameters do not say. */
class Sized extends BoringModel {
  static features = 2;
  override layer = new Linear(32, Sized.features);
}

/** Mistakes around checkpoints and the tuner. */
export const checkpointPrograms: Programs = {
  save_before_fit: () => quietTrainer().saveCheckpoint("x.safetensors"),
  ckpt_best_no_callback: async () => {
    const trainer = quietTrainer();
    await trainer.fit(modelWith());
    await trainer.test(modelWith(), { ckptPath: "best" });
  },
  ckpt_best_before_fit: () =>
    quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint()] }).test(modelWith(), {
      ckptPath: "best",
    }),
  ckpt_best_fast_dev: async () => {
    const trainer = quietTrainer({ fastDevRun: true, enableCheckpointing: true });
    await trainer.fit(modelWith());
    await trainer.test(modelWith(), { ckptPath: "best" });
  },
  ckpt_last_none: () => quietTrainer({ enableCheckpointing: true }).fit(modelWith(), { ckptPath: "last" }),
  test_without_model_first: () => quietTrainer().test(),
  validate_without_model_first: () => quietTrainer().validate(),
  predict_without_model_first: () => quietTrainer().predict(),
  load_ckpt_instance: () => anything<typeof LightningModule>(new BoringModel()).loadFromCheckpoint("x.safetensors"),
  load_ckpt_shape_mismatch: async () => {
    const trainer = quietTrainer();
    await trainer.fit(new Sized());
    const path = join(mkdtempSync(join(tmpdir(), "conformance-")), "a.safetensors");
    await trainer.saveCheckpoint(path);
    Sized.features = 3;
    try {
      await Sized.loadFromCheckpoint(path);
    } finally {
      Sized.features = 2;
    }
  },
  seed_bad: () => runtime.seedEverything(-1),
};
