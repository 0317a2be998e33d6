import type { Tape } from "../autograd/tape.js";
import type { ModuleMethodName } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import { liveTrainers } from "../debug/liveTrainers.js";
import type { LrSchedulerConfig } from "../optim/configuredOptimizers.js";
import type { LightningOptimizer } from "../optim/lightningOptimizer.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { Profiler } from "../profilers/profiler.js";
import type { DataSources } from "./dataSources.js";
import type { FitProgress } from "./fitProgress.js";
import type { HookCaller } from "./hookCaller.js";
import type { LoggerConnector } from "./loggerConnector.js";
import type { ResolvedOptions } from "./options.js";
import type { OptimizationState } from "./saveCheckpoint.js";
import type { Trainer } from "./trainer.js";

/** One call of fit, validate, test or predict: what its loops share. */
export interface Run {
  readonly trainer: Trainer;
  readonly options: ResolvedOptions;
  readonly module: LightningModule;
  readonly hooks: HookCaller;
  readonly connector: LoggerConnector;
  readonly sources: DataSources;
  readonly tape: Tape;
  readonly progress: FitProgress;
  readonly profiler: Profiler;
  /** What the fit before left behind; null while one runs. */
  parked: OptimizationState | null;
  optimizers: readonly Optimizer[];
  /** The same, as the user's code gets them. */
  lightningOptimizers: readonly LightningOptimizer[];
  /** A callback may put its own in their place. */
  lrSchedulers: Required<LrSchedulerConfig>[];
}

/** Calls a method of the module as what is running; undefined when it has none. */
export function callModuleMethod(run: Run, name: ModuleMethodName, ...args: readonly unknown[]): unknown {
  const method = (run.module as unknown as Record<string, ((...args: readonly unknown[]) => unknown) | undefined>)[
    name
  ];
  return method === undefined ? undefined : run.hooks.within(name, () => method.apply(run.module, [...args]));
}

/** The hooks between a loader and a step, of the data module where it has them, else of the module. */
export function transferBatch(run: Run, batch: unknown, dataloaderIdx: number): unknown {
  const { module, sources } = run;
  let moved = batch;
  for (const name of ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"] as const) {
    const owner = sources.datamodule?.[name] === undefined ? module : sources.datamodule;
    const hook = owner[name];
    if (hook !== undefined) moved = run.hooks.within(name, () => hook.call(owner, moved, dataloaderIdx));
  }
  liveTrainers.atBatch(run.trainer, moved);
  return moved;
}

/** Lets timers, signals and sockets have their turn when the loop has kept the thread for a while. */
export class Breather {
  #last = performance.now();

  /** A promise when it is time to pause. */
  pause(): Promise<void> | undefined {
    if (performance.now() - this.#last < PAUSE_EVERY_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        this.#last = performance.now();
        resolve();
      }),
    );
  }
}

const PAUSE_EVERY_MS = 10;
