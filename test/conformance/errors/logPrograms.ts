import { tf } from "../../../runtime/backend/tf.js";
import { MeanMetric } from "../../../runtime/metrics/aggregation/meanMetric.js";
import type { LogOptions } from "../../../runtime/trainer/loggedValues.js";
import type { TrainerOptions } from "../../../runtime/trainer/options.js";
import { anything, BoringModel, batches, modelWith, quietTrainer } from "./boring.js";
import { type EntryPoint, entryOf } from "./phrase.js";
import type { Programs } from "./programs.js";
import { isCall, type PythonCall } from "./pythonText.js";

/** Trains a model that logs something in a hook. */
export function loggingIn(
  hook: string,
  value: unknown,
  options: LogOptions = {},
  name = "a",
  entry: EntryPoint = entryOf(hook),
  trainer: TrainerOptions & Readonly<Record<string, unknown>> = {},
): unknown {
  const base = (BoringModel.prototype as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[
    hook
  ];
  return quietTrainer(trainer)[entry](
    modelWith({
      [hook](this: BoringModel, ...args: unknown[]) {
        this.log(name, anything(loggedOf(value)), options);
        return base?.apply(this, args);
      },
    }),
  );
}

/** A value that is logged: of a function its result; of Python's words for tensors and special numbers these; all others as they are. */
export function loggedOf(value: unknown): unknown {
  if (typeof value === "function") return value();
  if (isCall(value)) return calledOf(value) ?? value;
  const isMapping = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!isMapping) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, loggedOf(inner)]));
}

function calledOf({ name, args }: PythonCall): unknown {
  if (name === "float") return Number(String(args[0]).replace("inf", "Infinity"));
  if (/(^|\.)tensor$/.test(name)) {
    const isWhole = !JSON.stringify(args[0]).includes(".") && [args[0]].flat(9).every(Number.isInteger);
    return tf.tensor(anything<number[]>(args[0]), undefined, isWhole ? "int32" : undefined);
  }
  if (/(^|\.)(ones|zeros|rand|randn)$/.test(name)) return tf.ones(args.flat() as number[]);
  return undefined;
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
