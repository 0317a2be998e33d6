import { tf } from "../../../runtime/backend/tf.js";
import { MeanMetric } from "../../../runtime/metrics/meanMetric.js";
import type { LogOptions } from "../../../runtime/trainer/loggedValues.js";
import { anything, BoringModel, batches, modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** Trains a model that logs something in a hook. */
export function loggingIn(hook: string, value: unknown, options: LogOptions = {}, name = "a"): Promise<void> {
  const base = (BoringModel.prototype as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[
    hook
  ];
  return quietTrainer().fit(
    modelWith({
      [hook](this: BoringModel, ...args: unknown[]) {
        this.log(name, anything(typeof value === "function" ? value() : value), options);
        return base?.apply(this, args);
      },
    }),
  );
}

/** Mistakes with `this.log`. */
export const logPrograms: Programs = {
  log_predict: () =>
    quietTrainer().predict(
      modelWith({
        predictStep(this: BoringModel) {
          this.log("a", 1);
        },
      }),
    ),
  log_no_trainer: () => new BoringModel().log("a", 1),
  log_outside: async () => {
    const model = new BoringModel();
    await quietTrainer().fit(model);
    model.log("a", 1);
  },
  log_forward_ok: () => loggingIn("trainingStep", 1),
  log_metric_not_attr: () => loggingIn("trainingStep", () => new MeanMetric()),
  log_logger_true_no_logger: () => loggingIn("trainingStep", 1, { logger: true }),
  log_batch_size_ambiguous: () =>
    quietTrainer().fit(
      modelWith({
        trainingStep(this: BoringModel, batch: { a: tf.Tensor }) {
          this.log("a", 1, { onEpoch: true });
          return tf.mean(this.forward(batch.a));
        },
        trainDataloader: () => batches(1, () => ({ a: tf.ones([3, 32]), b: tf.ones([2, 32]) })),
        valDataloader: null,
      }),
    ),
};
