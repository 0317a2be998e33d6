import { MisconfigurationException } from "../errors.js";
import type { LrScheduler } from "./lrScheduler.js";
import { fillInScheduler, type LrSchedulerConfig } from "./lrSchedulerConfig.js";
import { MockOptimizer } from "./mockOptimizer.js";
import { Optimizer } from "./optimizer.js";

export type { LrSchedulerConfig } from "./lrSchedulerConfig.js";

export interface OptimizerConfig {
  readonly optimizer: Optimizer;
  readonly lrScheduler?: LrScheduler | LrSchedulerConfig;
  /** The metric for a ReduceLROnPlateau that is given without a config of its own. */
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

/** @param automatic false: the user's code steps optimizers and schedulers itself. */
export function parseConfiguredOptimizers(configured: ConfiguredOptimizers, automatic = true): ParsedOptimizers {
  if (configured === null || configured === undefined) {
    console.warn("`configureOptimizers` returned null, this fit will run with no optimizer.");
    return { optimizers: [new MockOptimizer()], lrSchedulers: [] };
  }
  const { optimizers, schedulers, monitor } = partsOf(configured);
  const lrSchedulers = schedulers.map((scheduler) => fillInScheduler(scheduler, monitor, automatic));
  if (automatic && optimizers.length > 1) {
    throw new Error(
      `Training with multiple optimizers is only supported with manual optimization, and \`configureOptimizers\` returned ${optimizers.length}. ` +
        "Return one, or set `automaticOptimization = false` and step them in `trainingStep`.",
    );
  }
  if (lrSchedulers.some(({ scheduler }) => !optimizers.includes(scheduler.optimizer))) {
    throw new MisconfigurationException(
      "Some schedulers are attached with an optimizer that wasn't returned from `configureOptimizers`. Return their optimizers too.",
    );
  }
  return { optimizers, lrSchedulers };
}

interface Parts {
  readonly optimizers: readonly Optimizer[];
  readonly schedulers: readonly (LrScheduler | LrSchedulerConfig)[];
  readonly monitor: string | null;
}

function partsOf(configured: NonNullable<ConfiguredOptimizers>): Parts {
  const none = { schedulers: [], monitor: null };
  if (configured instanceof Optimizer) return { ...none, optimizers: [configured] };
  if (!Array.isArray(configured)) {
    if (!isOptimizerConfig(configured)) throw unknownConfiguration();
    return { ...partsOfConfigs([configured]), monitor: configured.monitor ?? null };
  }
  const list = configured as readonly unknown[];
  const [first, second] = list;
  if (list.length === 2 && Array.isArray(first) && Array.isArray(second)) {
    return { optimizers: first as readonly Optimizer[], schedulers: second as Parts["schedulers"], monitor: null };
  }
  if (list.length > 0 && list.every((entry) => entry instanceof Optimizer)) return { ...none, optimizers: list };
  if (list.length > 0 && list.every(isOptimizerConfig)) return partsOfConfigs(list);
  throw unknownConfiguration();
}

const CONFIG_KEYS = ["optimizer", "lrScheduler", "monitor"];

function partsOfConfigs(configs: readonly OptimizerConfig[]): Parts {
  for (const config of configs) {
    const unknown = Object.keys(config).filter((key) => !CONFIG_KEYS.includes(key));
    if (unknown.length > 0) {
      console.warn(`Found unsupported keys in the optimizer configuration: ${unknown.join(", ")}. They are ignored.`);
    }
  }
  return {
    optimizers: configs.map(({ optimizer }) => optimizer),
    schedulers: configs.flatMap(({ lrScheduler }) => (lrScheduler === undefined ? [] : [lrScheduler])),
    monitor: null,
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
