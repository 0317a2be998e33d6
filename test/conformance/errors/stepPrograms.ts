import { tf } from "../../../runtime/backend/tf.js";
import type { Optimizer } from "../../../runtime/optim/optimizer.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import type { BoringModel } from "./boring.js";
import { modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** A model under manual optimization. */
export function manual(methods: Readonly<Record<string, unknown>> = {}): BoringModel {
  const model = modelWith(methods);
  model.automaticOptimization = false;
  return model;
}

export const twoOptimizers = () =>
  modelWith({
    configureOptimizers(this: BoringModel) {
      return [new SGD(this.parameters(), { lr: 0.1 }), new SGD(this.parameters(), { lr: 0.1 })];
    },
  });

/** Mistakes in what `trainingStep` gives, and in manual optimization. */
export const stepPrograms: Programs = {
  training_step_bad_return: () => quietTrainer().fit(modelWith({ trainingStep: () => "loss" })),
  training_step_dict_no_loss: () => quietTrainer().fit(modelWith({ trainingStep: () => ({ a: 1 }) })),
  training_step_float: () => quietTrainer().fit(modelWith({ trainingStep: () => 0.5 })),
  training_step_no_grad: () => quietTrainer().fit(modelWith({ trainingStep: () => tf.scalar(1) })),
  manual_bad_return: () => quietTrainer().fit(manual({ trainingStep: () => "loss" })),
  manual_clip: () => quietTrainer({ gradientClipVal: 1 }).fit(manual()),
  manual_accumulate: () => quietTrainer({ accumulateGradBatches: 2 }).fit(manual()),
  two_optimizers_automatic: () => quietTrainer().fit(twoOptimizers()),
  multiple_optimizers_automatic: () => quietTrainer().fit(twoOptimizers()),
  clip_gradients_conflict: () =>
    quietTrainer({ gradientClipVal: 1 }).fit(
      modelWith({
        configureGradientClipping(this: BoringModel, optimizer: Optimizer) {
          this.clipGradients(optimizer, 2, "norm");
        },
      }),
    ),
  nan_loss_detect_anomaly: () =>
    quietTrainer({ detectAnomaly: true }).fit(
      modelWith({
        trainingStep(this: BoringModel, batch: tf.Tensor) {
          return tf.mean(tf.sqrt(tf.mul(this.forward(batch), 0).sub(1)));
        },
      }),
    ),
};
