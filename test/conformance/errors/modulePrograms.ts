import { tf } from "../../../runtime/backend/tf.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { CombinedLoader } from "../../../runtime/data/combinedLoader.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { anything, BoringModel, batches, modelWith, Ones, quietTrainer, shuffledLoader } from "./boring.js";
import type { Programs } from "./programs.js";

/** A data module without any loader. */
class EmptyData extends LightningDataModule {}

const withoutLoaders = () =>
  modelWith({ trainDataloader: null, valDataloader: null, testDataloader: null, predictDataloader: null });

/** Mistakes in a module, a data module, or what is passed as one. */
export const modulePrograms: Programs = {
  no_training_step: () => quietTrainer().fit(modelWith({ trainingStep: null })),
  no_configure_optimizers: () => quietTrainer().fit(modelWith({ configureOptimizers: null })),
  no_train_dataloader: () => quietTrainer().fit(withoutLoaders()),
  no_train_dataloader_dm: () => quietTrainer().fit(withoutLoaders(), new EmptyData()),
  no_val_step: () => quietTrainer().validate(modelWith({ validationStep: null })),
  no_validation_step: () => quietTrainer().validate(modelWith({ validationStep: null })),
  no_test_step: () => quietTrainer().test(modelWith({ testStep: null })),
  no_val_dataloader_validate: () => quietTrainer().validate(withoutLoaders()),
  no_test_dataloader: () => quietTrainer().test(withoutLoaders()),
  predict_no_forward: () => quietTrainer().predict(modelWith({ forward: null, predictStep: null })),
  no_predict_dataloader: () => quietTrainer().predict(withoutLoaders()),
  model_not_module: () => quietTrainer().fit(anything({})),
  model_is_nn_module: () => quietTrainer().fit(anything(new Linear(2, 1))),
  multi_val_no_dataloader_idx: () =>
    quietTrainer({ numSanityValSteps: 2 }).fit(
      modelWith({
        validationStep: (_batch: unknown, _batchIdx: number) => {},
        valDataloader: () => [batches(2), batches(2)],
      }),
    ),
  removed_training_epoch_end: () => quietTrainer().fit(modelWith({ trainingEpochEnd: () => {} })),
  removed_validation_epoch_end: () => quietTrainer().fit(modelWith({ validationEpochEnd: () => {} })),
  removed_test_epoch_end: () => quietTrainer().test(modelWith({ testEpochEnd: () => {} })),
  trainer_not_attached: () => new BoringModel().trainer,
  hparams_primitive: () => {
    const model = new BoringModel();
    model.saveHyperparameters({ a: 1 });
    model.hparams = anything({ a: 2 });
  },
  list_of_lists_as_loader: () =>
    quietTrainer().fit(modelWith(), anything({ trainDataloaders: [[tf.ones([1, 32]), tf.ones([1, 32])]] })),
  empty_dataset: () =>
    quietTrainer().fit(modelWith({ trainDataloader: () => new DataLoader(new Ones(0)), valDataloader: null })),
  shuffled_val: () => quietTrainer().fit(modelWith({ valDataloader: () => shuffledLoader() })),
  combined_len_before_iter: () => new CombinedLoader({ a: batches(1) }).length,
  predict_combined_mode: () =>
    quietTrainer().predict(modelWith(), { dataloaders: new CombinedLoader({ a: batches(1) }, "min_size") }),
  eval_mode_at_start: () => {
    const model = new BoringModel();
    model.layer.eval();
    return quietTrainer().fit(model);
  },
  estimated_steps: () =>
    quietTrainer().fit(
      modelWith({
        configureOptimizers(this: BoringModel) {
          void this.trainer.estimatedSteppingBatches;
          return BoringModel.prototype.configureOptimizers.call(this);
        },
      }),
    ),
};
