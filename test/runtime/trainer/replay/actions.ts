import { tf } from "../../../../runtime/backend/tf.js";
import { type ActionConfig, camel, type LogConfig } from "./goldenCase.js";
import type { ReplayModule } from "./replayModule.js";

/** Does what a case wants in a hook: throws, asks to stop, or gives the value to return instead. */
export function act(
  actions: readonly ActionConfig[],
  hook: string,
  module: ReplayModule,
  args: readonly unknown[],
): unknown {
  for (const action of actions) {
    if (camel(action.hook) !== hook || (action.epoch ?? module.currentEpoch) !== module.currentEpoch) continue;
    if (action.batch !== undefined && action.batch !== batchIdxIn(hook, args)) continue;
    if (action.do === "raise") throw new Error(action.message);
    if (action.do === "return") return action.value;
    module.trainer.shouldStop = true;
  }
  return undefined;
}

/** Logs what a case wants logged in a hook. */
export function logsOf(logs: readonly LogConfig[], hook: string, module: ReplayModule, args: readonly unknown[]): void {
  for (const log of logs) {
    if (camel(log.hook) !== hook || log.only_batch?.includes(batchIdxIn(hook, args) ?? 0) === false) continue;
    const options = Object.fromEntries(Object.entries(log.kwargs ?? {}).map(([name, value]) => [camel(name), value]));
    module.log(log.name, loggedValue(log.value, module, args), options);
  }
}

let validationRuns = 0;

/** Scripted values count the validation runs of a case. */
export function countValidationRun(reset = false): void {
  validationRuns = reset ? 0 : validationRuns + 1;
}

function loggedValue(value: LogConfig["value"], module: ReplayModule, args: readonly unknown[]): number | tf.Tensor {
  if (typeof value === "number") return value;
  if (value === "loss") return module.lastLoss as tf.Tensor;
  if ("const" in value) return Number(value["const"]);
  if ("int" in value) return Number(value["int"]);
  if ("tensor" in value) return tf.tensor(value["tensor"] as number);
  const script = value["script"] as readonly (number | string)[];
  const index = {
    epoch: module.currentEpoch,
    val_run: validationRuns,
    batch: Number(args[1]),
    train_batch: Number(args[1]),
    global_step: module.globalStep,
  }[value["index"] as string];
  return Number(script[index ?? 0]);
}

function batchIdxIn(hook: string, args: readonly unknown[]): number | undefined {
  const value = /BatchEnd$/.test(hook) ? args[2] : args[1];
  return typeof value === "number" ? value : undefined;
}
