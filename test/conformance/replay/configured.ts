import type { ConfiguredOptimizers, LrSchedulerConfig } from "../../../runtime/optim/configuredOptimizers.js";
import * as optim from "../../../runtime/optim/index.js";
import type { LrScheduler } from "../../../runtime/optim/lrScheduler.js";
import type { Optimizer } from "../../../runtime/optim/optimizer.js";
import type { ModuleConfig, SchedulerConfig } from "../goldenCase.js";
import { camel, ourValue } from "../names.js";
import type { ReplayModule } from "./replayModule.js";

type Classes = Readonly<Record<string, (new (...args: readonly unknown[]) => unknown) | undefined>>;

const CLASSES = optim as unknown as Classes;

/** What a case's `configure_optimizers` returned, in the form in which it did. */
export function configuredOptimizers(module: ReplayModule): ConfiguredOptimizers {
  const { settings } = module;
  const { return_form = "auto", lr_scheduler, manual, lr_schedulers = [] } = settings;
  if (return_form === "none") return null;
  const layers = manual === undefined ? [module.layer] : module.layers.slice(0, manual.optimizers ?? 1);
  const optimizers = layers.map((layer) => optimizerOf(settings, layer.parameters()));
  const schedulers = [...(lr_scheduler === undefined ? [] : [lr_scheduler]), ...lr_schedulers].map((config, i) =>
    schedulerOf(config, optimizers[Math.min(i, optimizers.length - 1)] as Optimizer),
  );
  return inForm(return_form, optimizers, schedulers, lr_scheduler?.top_monitor);
}

function inForm(
  form: string,
  optimizers: readonly Optimizer[],
  schedulers: readonly (LrScheduler | LrSchedulerConfig)[],
  monitor: string | undefined,
): ConfiguredOptimizers {
  const [optimizer] = optimizers as readonly [Optimizer];
  const [lrScheduler] = schedulers;
  const dict = { optimizer, ...(lrScheduler && { lrScheduler }), ...(monitor !== undefined && { monitor }) };
  switch (form) {
    case "single":
      return optimizer;
    case "list":
    case "tuple":
      return optimizers;
    case "dict":
      return dict;
    case "two_lists":
      return [optimizers, schedulers];
    default:
      if (schedulers.length === 0) return optimizers.length === 1 ? optimizer : optimizers;
      return optimizers.length === 1 ? dict : [optimizers, schedulers];
  }
}

function optimizerOf({ optimizer = { type: "SGD", lr: 0.1 } }: ModuleConfig, params: unknown): Optimizer {
  const { type, ...options } = optimizer;
  return make(type, params, ourValue(options, "")) as Optimizer;
}

function schedulerOf({ type, args = {}, config }: SchedulerConfig, optimizer: Optimizer) {
  const scheduler = make(type, optimizer, ourValue(args, "")) as LrScheduler;
  if (config === undefined) return scheduler;
  const options = Object.fromEntries(Object.entries(config).map(([name, value]) => [camel(name), value]));
  return { scheduler, ...options };
}

function make(type: string, ...args: readonly unknown[]): unknown {
  const Class = CLASSES[type];
  if (Class === undefined) throw new Error(`runtime/optim has no ${type}.`);
  return new Class(...args);
}
