import { MisconfigurationException } from "../errors.js";
import type { LrScheduler } from "./lrScheduler.js";
import { Optimizer } from "./optimizer.js";

/** When and how the Trainer steps a scheduler. */
export interface LrSchedulerConfig {
  readonly scheduler: LrScheduler;
  /** Default "epoch". */
  readonly interval?: "epoch" | "step";
  /** Every so many intervals; default 1. */
  readonly frequency?: number;
  /** The logged metric that ReduceLROnPlateau watches. */
  readonly monitor?: string | null;
  /** A missing metric is an error; default true. */
  readonly strict?: boolean;
  /** Name for the LearningRateMonitor. */
  readonly name?: string | null;
  readonly reduceOnPlateau?: boolean;
}

export interface OptimizerConfig {
  readonly optimizer: Optimizer;
  readonly lrScheduler?: LrScheduler | LrSchedulerConfig;
  readonly monitor?: string;
}

/** What `configureOptimizers` may return. */
export type ConfiguredOptimizers =
  | Optimizer
  | OptimizerConfig
  | readonly Optimizer[]
  | readonly OptimizerConfig[]
  | readonly [readonly Optimizer[], readonly (LrScheduler | LrSchedulerConfig)[]]
  | null
  | undefined;

/** The optimizers and schedulers of a module, every option filled in. */
export interface ParsedOptimizers {
  readonly optimizers: readonly Optimizer[];
  readonly lrSchedulers: readonly Required<LrSchedulerConfig>[];
}

export function parseConfiguredOptimizers(configured: ConfiguredOptimizers): ParsedOptimizers {
  if (configured === null || configured === undefined) return { optimizers: [], lrSchedulers: [] };
  if (configured instanceof Optimizer) return { optimizers: [configured], lrSchedulers: [] };
  if (!Array.isArray(configured)) {
    if (isOptimizerConfig(configured)) return join([configured]);
    throw unknownConfiguration();
  }
  const [first, second] = configured as readonly unknown[];
  if (Array.isArray(first) && Array.isArray(second)) {
    const schedulers = second as readonly (LrScheduler | LrSchedulerConfig)[];
    return {
      optimizers: first as readonly Optimizer[],
      lrSchedulers: schedulers.map((scheduler) => fillIn(scheduler)),
    };
  }
  const list = configured as readonly unknown[];
  if (list.every((entry) => entry instanceof Optimizer)) return { optimizers: list, lrSchedulers: [] };
  if (list.every(isOptimizerConfig)) return join(list);
  throw unknownConfiguration();
}

function join(configs: readonly OptimizerConfig[]): ParsedOptimizers {
  return {
    optimizers: configs.map((config) => config.optimizer),
    lrSchedulers: configs.flatMap((config) =>
      config.lrScheduler === undefined ? [] : [fillIn(config.lrScheduler, config.monitor)],
    ),
  };
}

function fillIn(given: LrScheduler | LrSchedulerConfig, monitor?: string): Required<LrSchedulerConfig> {
  const config: LrSchedulerConfig = "scheduler" in given ? given : { scheduler: given };
  return {
    interval: "epoch",
    frequency: 1,
    monitor: monitor ?? null,
    strict: true,
    name: null,
    reduceOnPlateau: false,
    ...config,
  };
}

function isOptimizerConfig(value: unknown): value is OptimizerConfig {
  return typeof value === "object" && value !== null && "optimizer" in value && value.optimizer instanceof Optimizer;
}

function unknownConfiguration(): MisconfigurationException {
  return new MisconfigurationException(
    "`configureOptimizers` returned something else than optimizers. Return an optimizer, a list of them, { optimizer, lrScheduler, monitor }, " +
      "a list of these, [[optimizers], [schedulers]], or null to train without one.",
  );
}
