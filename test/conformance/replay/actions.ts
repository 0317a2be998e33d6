import { join } from "node:path";
import { tf } from "../../../runtime/backend/tf.js";
import { MisconfigurationException } from "../../../runtime/errors.js";
import type { Metric } from "../../../runtime/metrics/metric.js";
import { Interruption } from "../../../runtime/trainer/interruption.js";
import type { LogOptions } from "../../../runtime/trainer/loggedValues.js";
import { StopIteration } from "../../../runtime/trainer/stopIteration.js";
import type { ActionConfig, LogConfig } from "../goldenCase.js";
import { camel, ourLogOptions, ourPath } from "../names.js";
import type { ReplayScene } from "./scene.js";

/** Does what a case wants in a hook: throws, asks to stop, saves, or gives the value to return instead. */
export function act(
  actions: readonly ActionConfig[],
  hook: string,
  scene: ReplayScene,
  args: readonly unknown[],
): unknown {
  const { trainer } = scene;
  for (const action of actions) {
    if (camel(action.hook) !== hook) continue;
    if (action.epoch !== undefined && action.epoch !== trainer?.currentEpoch) continue;
    if (action.batch !== undefined && action.batch !== batchIdxIn(hook, args)) continue;
    switch (action.do) {
      case "raise":
        throw errorOf(action);
      case "return":
        return action.value;
      case "should_stop":
        if (trainer !== null) trainer.shouldStop = true;
        break;
      case "save_checkpoint":
        return trainer?.saveCheckpoint(join(scene.folder, ourPath((action.path ?? "").replace("$TMP/", ""))));
    }
  }
  return undefined;
}

/** What a case throws. Ctrl-C is an error of its own here. */
function errorOf({ type = "RuntimeError", message = "boom" }: ActionConfig): Error {
  switch (type) {
    case "KeyboardInterrupt":
      return new Interruption("SIGINT");
    case "StopIteration":
      return new StopIteration(message);
    case "MisconfigurationException":
      return new MisconfigurationException(message);
    case "ValueError":
      return new RangeError(message);
    case "TypeError":
      return new TypeError(message);
    default:
      return new Error(message);
  }
}

/** Who logs: the module or a callback. */
export interface Logging {
  log(name: string, value: number | tf.Tensor | Metric, options?: LogOptions): void;
}

/** What a scripted value may refer to. */
export interface LogSource {
  readonly loss: tf.Tensor | null;
  metric(name: string): Metric | undefined;
}

/** Logs what a case wants logged in a hook. */
export function logsOf(
  logs: readonly LogConfig[],
  hook: string,
  who: Logging,
  source: LogSource,
  scene: ReplayScene,
  args: readonly unknown[],
): void {
  for (const log of logs) {
    if (camel(log.hook) !== hook || log.only_batch?.includes(batchIdxIn(hook, args) ?? 0) === false) continue;
    const loggable = (value: LogConfig["value"]) => loggedValue(value, hook, source, scene, args);
    if (log.logger_log_metrics !== undefined) {
      const metrics = Object.entries(log.logger_log_metrics).map(([name, value]) => [name, Number(loggable(value))]);
      for (const logger of scene.trainer?.loggers ?? []) {
        logger.logMetrics(Object.fromEntries(metrics), scene.trainer?.globalStep ?? 0);
      }
      continue;
    }
    const value = loggable(log.value);
    try {
      who.log(log.name ?? "", value, ourLogOptions(log.kwargs ?? {}));
    } finally {
      // Outside a batch nobody else lets go of a tensor that was made to be logged.
      if (value instanceof tf.Tensor && value !== source.loss) value.dispose();
    }
  }
}

function loggedValue(
  value: LogConfig["value"],
  hook: string,
  source: LogSource,
  scene: ReplayScene,
  args: readonly unknown[],
): number | tf.Tensor | Metric {
  if (value === undefined || typeof value === "number") return value ?? 0;
  if (value === "loss") return source.loss as tf.Tensor;
  if ("const" in value) return Number(value["const"]);
  if ("int" in value) return Number(value["int"]);
  if ("tensor" in value) return tensorOf(value["tensor"] as number, String(value["dtype"] ?? "float32"));
  if ("metric" in value) {
    const metric = source.metric(String(value["metric"])) as Metric;
    metric.update(value["update"] === "batch" ? tf.scalar(batchIdxIn(hook, args) ?? 0) : (source.loss as tf.Tensor));
    return metric;
  }
  if ("metric_forward" in value) {
    const metric = source.metric(String(value["metric_forward"])) as Metric;
    metric.forward(source.loss as tf.Tensor);
    return metric;
  }
  const script = value["script"] as readonly (number | string)[];
  const index = {
    epoch: scene.trainer?.currentEpoch,
    val_run: scene.validationRuns,
    batch: batchIdxIn(hook, args),
    train_batch: batchIdxIn(hook, args),
    global_step: scene.trainer?.globalStep,
  }[value["index"] as string];
  return Number(script[Math.min(index ?? 0, script.length - 1)]);
}

function tensorOf(value: number, dtype: string): tf.Tensor {
  return tf.tensor(value, undefined, dtype.startsWith("int") ? "int32" : dtype === "bool" ? "bool" : "float32");
}

function batchIdxIn(hook: string, args: readonly unknown[]): number | undefined {
  const value = /BatchEnd$/.test(hook) ? args[2] : args[1];
  return typeof value === "number" ? value : undefined;
}
