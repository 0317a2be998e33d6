import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { tf } from "../../../runtime/backend/tf.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { camel } from "../names.js";
import { anything, BoringModel, modelWith, quietTrainer } from "./boring.js";
import { type EntryPoint, optionsIn, type Phrase } from "./phrase.js";
import { parseCall } from "./pythonText.js";
import { stepPrograms } from "./stepPrograms.js";

const ENTRY = "(fit|validate|test|predict)";
const PATH = `\\(ckpt_path=['"](best|last)['"]\\)`;

/** A BoringModel with a part more. */
class Larger extends BoringModel {
  second = new Linear(1, 1);
}

/** What is wrong with the checkpoint of a run, and what is asked for at the wrong time. */
export const CHECKPOINT_PHRASES: readonly Phrase[] = [
  {
    pattern: new RegExp(`^${ENTRY}${PATH} (?:before fit|with no (?:last )?checkpoint)`),
    program: (entry, ckptPath) => {
      const trainer = quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint()] });
      return trainer[entry as EntryPoint](modelWith(), anything({ ckptPath }));
    },
  },
  {
    pattern: new RegExp(`^${ENTRY}${PATH} without ModelCheckpoint`),
    program: async (entry, ckptPath) => {
      const trainer = quietTrainer();
      if (ckptPath === "best" && entry !== "fit") await trainer.fit(modelWith());
      await trainer[entry as EntryPoint](modelWith(), anything({ ckptPath }));
    },
  },
  {
    pattern: new RegExp(`^${ENTRY}${PATH} with fast_dev_run`),
    program: async (entry, ckptPath) => {
      const trainer = quietTrainer({ fastDevRun: true, enableCheckpointing: true });
      await trainer.fit(modelWith());
      await trainer[entry as EntryPoint](modelWith(), anything({ ckptPath }));
    },
  },
  {
    pattern: new RegExp(`^${ENTRY}\\(\\) after fit without a model`),
    program: async (entry) => {
      const trainer = quietTrainer();
      await trainer.fit(modelWith());
      await trainer[entry as EntryPoint](anything(undefined));
    },
  },
  {
    pattern: new RegExp(`^${ENTRY}\\b.*\\b(?:ckpt_path )?(?:to|is) a (?:directory|folder)`),
    program: (entry) => {
      const ckptPath = mkdtempSync(`${tmpdir()}/conformance-`);
      return quietTrainer()[entry as EntryPoint](modelWith(), { ckptPath });
    },
  },
  {
    pattern: /^(?:trainer\.)?save_checkpoint\b.* (?:before|without)/,
    program: () => quietTrainer().saveCheckpoint("x.safetensors"),
  },
  {
    pattern: /^(?:\w+\.)?load_from_checkpoint\('([^']+)'/,
    program: (path = "") => BoringModel.loadFromCheckpoint(path),
  },
  {
    pattern: /^load_from_checkpoint (?:of|with) a missing file/,
    program: () => BoringModel.loadFromCheckpoint("/nonexistent.safetensors"),
  },
  {
    pattern: /^load_from_checkpoint with (?:an? )?(missing|unexpected) key/,
    program: async (which) => {
      const [saved, loaded] = which === "missing" ? [BoringModel, Larger] : [Larger, BoringModel];
      const trainer = quietTrainer();
      await trainer.fit(new saved());
      const path = `${mkdtempSync(`${tmpdir()}/conformance-`)}/a.safetensors`;
      await trainer.saveCheckpoint(path);
      await loaded.loadFromCheckpoint(path);
    },
  },
  {
    pattern: /^(?:module|model|BoringModel\(\))\.(\w+)(\(\w*\))? before (?:fit|toggle|(?:an? |the )?[Tt]rainer)/,
    program: (name = "", called) => {
      const value = (new BoringModel() as unknown as Record<string, unknown>)[camel(name)];
      const args = name === "manual_backward" ? [tf.scalar(1)] : [];
      const isCalled = called !== undefined || name.endsWith("_backward") || name.endsWith("_optimizer");
      return isCalled ? (value as (...args: unknown[]) => unknown).apply(new BoringModel(), args) : value;
    },
  },
  { pattern: /^datamodule\.trainer before/, program: () => new LightningDataModule().trainer },
  {
    pattern: /(?=.*\bNaN\b.*\bloss)(?=.*\bdetect_anomaly)/,
    program: stepPrograms["nan_loss_detect_anomaly"] ?? (() => undefined),
  },
  {
    pattern: /^manual_backward (?:in|with) automatic/,
    program: () =>
      quietTrainer().fit(
        modelWith({
          trainingStep(this: BoringModel, batch: tf.Tensor) {
            this.manualBackward(tf.mean(this.forward(batch)));
          },
        }),
      ),
  },
  {
    pattern: /^(?:module|model)\.hparams = (.*)$/,
    program: () => {
      new BoringModel().hparams = anything({ a: 2 });
    },
  },
  {
    pattern: /^(save_hyperparameters\(.+\))$/,
    program: (text) => new BoringModel().saveHyperparameters(anything(parseCall(text ?? "")?.args[0])),
  },
  {
    pattern: /^trainer\.estimated_stepping_batches before/,
    program: () => quietTrainer().estimatedSteppingBatches,
  },
  {
    pattern: /^estimated_stepping_batches with (.+)$/,
    program: (options) =>
      quietTrainer({ maxSteps: 2, ...optionsIn(options) }).fit(
        modelWith({
          configureOptimizers(this: BoringModel) {
            void this.trainer.estimatedSteppingBatches;
            return BoringModel.prototype.configureOptimizers.call(this);
          },
        }),
      ),
  },
  {
    pattern: /^max_epochs (?:is )?(?:not set|unset)(?:, stopped by should_stop)?(?:,? (?:with )?(.*))?$/,
    program: (options) =>
      quietTrainer({ maxEpochs: null, ...optionsIn(options) }).fit(
        modelWith({
          onTrainBatchStart(this: BoringModel) {
            this.trainer.shouldStop = true;
          },
        }),
      ),
  },
  {
    pattern: /^model (?:has|with) .*\beval mode/,
    program: () => {
      const model = Object.assign(new BoringModel(), { second: new BoringModel().layer });
      model.layer.eval();
      model.second.eval();
      return quietTrainer().fit(model);
    },
  },
];
