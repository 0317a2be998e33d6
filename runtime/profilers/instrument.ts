import { HOOKS, MODULE_METHODS } from "../core/hooks.js";
import type { Run } from "../trainer/run.js";
import type { Profiler } from "./profiler.js";

/** Steps, which Lightning's strategies run: their actions have the names of these. */
const STRATEGY_ACTIONS = ["trainingStep", "validationStep", "testStep", "predictStep", "backward"];

const DATA_METHODS = ["setup", "teardown", "onException"] as const;

/** Measures every hook and method of the run's modules and callbacks that the Trainer calls. @returns what undoes it. */
export function instrumentRun({ module, trainer, sources: { datamodule } }: Run, profiler: Profiler): () => void {
  const undo: (() => void)[] = [];
  const measure = (owner: object, names: readonly string[], action: (name: string) => string) => {
    for (const name of names) undo.push(instrument(profiler, owner, name, action(name)));
  };
  const hookNames = Object.keys(HOOKS);
  const moduleNames = [...hookNames, ...Object.keys(MODULE_METHODS)];
  measure(module, moduleNames, (name) =>
    STRATEGY_ACTIONS.includes(name)
      ? `[Strategy]SingleDeviceStrategy.${name}`
      : `[LightningModule]${module.constructor.name}.${name}`,
  );
  if (datamodule !== null) {
    const { name: className } = datamodule.constructor;
    measure(
      datamodule,
      [...Object.keys(MODULE_METHODS), ...DATA_METHODS],
      (name) => `[LightningDataModule]${className}.${name}`,
    );
  }
  for (const callback of trainer.callbacks)
    measure(callback, hookNames, (name) => `[Callback]${callback.stateKey}.${name}`);
  measure(trainer, ["saveCheckpoint"], () => "save_checkpoint");
  return () => {
    for (const restore of undo.reverse()) restore();
  };
}

/** Measures a method of one object under an action's name; nothing happens when the object has none. @returns what undoes it. */
export function instrument(profiler: Profiler, owner: object, name: string, action: string): () => void {
  const method = (owner as Record<string, unknown>)[name];
  if (typeof method !== "function") return () => {};
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: false,
    writable: true,
    value: Object.assign((...args: readonly unknown[]) => profiler.profile(action, () => method.apply(owner, args)), {
      // Whoever looks at the parameters sees those of the method itself.
      toString: () => String(method),
    }),
  });
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}
