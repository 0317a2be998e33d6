import type { StateDict } from "../checkpoint/stateful.js";
import { Metric } from "../metrics/metric.js";
import { type LoggedMeta, LoggedValue, type ReduceFx, type SavedValue } from "./loggedValue.js";

/** Options of `log`; what is left out depends on the hook it is called in. */
export interface LogOptions {
  /** Shows it in the progress bar; default false. */
  readonly progBar?: boolean;
  /** Gives it to the loggers; default true. */
  readonly logger?: boolean;
  readonly onStep?: boolean;
  readonly onEpoch?: boolean;
  /** Default "mean". */
  readonly reduceFx?: ReduceFx | "avg";
  /** Weight of the value in the mean over the epoch; default: taken from the batch. */
  readonly batchSize?: number;
  /** With several loaders, appends `/dataloader_idx_N` to the name; default true. */
  readonly addDataloaderIdx?: boolean;
}

/** What of the logged values goes where. */
export interface MetricViews {
  readonly callback: Record<string, number>;
  readonly logged: Record<string, number>;
  readonly progressBar: Record<string, number>;
}

/** The values that one loop logged since its epoch began, by hook and name, with Lightning's rules for steps, epochs and forks. */
export class LoggedValues {
  /** The loader that is running; null: there is only one. */
  dataloaderIdx: number | null = null;
  /** Counts the batches, so that a value knows in which it was logged last. */
  batch = 0;
  readonly #values = new Map<string, LoggedValue>();

  constructor(private readonly training: boolean) {}

  /** What was logged under this name in this hook before, with whatever options; undefined: nothing. */
  find(meta: LoggedMeta): LoggedValue | undefined {
    return this.#values.get(keyOf(meta));
  }

  add(meta: LoggedMeta, value: unknown): LoggedValue {
    const logged = new LoggedValue(meta, value instanceof Metric ? value : null);
    this.#values.set(keyOf(meta), logged);
    return logged;
  }

  /** @param metrics the module's, by their place in it. */
  save(metrics: ReadonlyMap<string, Metric>): StateDict {
    const places = new Map([...metrics].map(([place, metric]) => [metric, place]));
    return { values: [...this.#values.values()].map((logged) => logged.save(places)) };
  }

  /** The epoch goes on with what was logged in it before. */
  load(state: StateDict, metrics: ReadonlyMap<string, Metric>): void {
    for (const saved of state["values"] as readonly SavedValue[]) {
      const metric = saved.metric === null ? null : metrics.get(saved.metric.place);
      if (metric !== undefined) this.add(saved.meta, metric).restore(saved);
    }
  }

  /** What to show now: after a batch the values of the step, at the end of an epoch those of the epoch. */
  views(onStep: boolean): MetricViews {
    const views: MetricViews = { callback: {}, logged: {}, progressBar: {} };
    for (const logged of this.#values.values()) {
      const { meta } = logged;
      if (logged.hasReset || meta.dataloaderIdx !== this.dataloaderIdx) continue;
      const value = onStep ? logged.stepValue() : logged.epochValue();
      if (value === null) continue;
      const suffix = namesLoader(meta) ? `/dataloader_idx_${meta.dataloaderIdx}` : "";
      const fork = meta.onStep && meta.onEpoch ? (onStep ? "_step" : "_epoch") : "";
      const [name, forked] = [meta.name + suffix, meta.name + fork + suffix];
      if (meta.logger) views.logged[forked] = value;
      if (this.training || (meta.onEpoch && !onStep)) {
        views.callback[name] = value;
        views.callback[forked] = value;
      }
      if (meta.progBar) views.progressBar[forked] = value;
    }
    return views;
  }

  /** True when nothing was logged yet. */
  get isEmpty(): boolean {
    return this.#values.size === 0;
  }

  /** Takes the values of the present batch back: it failed. */
  undoBatch(): void {
    for (const logged of this.#values.values()) logged.undo(this.batch);
  }

  /** What this hook logs from now on is not added to what it logged before; metrics count on. */
  resetValuesOf(fx: string): void {
    for (const logged of this.#values.values()) logged.resetValuesOf(fx);
  }

  /** Starts a new epoch: the names stay known, the values go. */
  reset(): void {
    for (const logged of this.#values.values()) logged.reset();
  }
}

function namesLoader({ addDataloaderIdx, dataloaderIdx }: LoggedMeta): boolean {
  return addDataloaderIdx && dataloaderIdx !== null;
}

function keyOf(meta: LoggedMeta): string {
  return namesLoader(meta) ? `${meta.fx}.${meta.name}.${meta.dataloaderIdx}` : `${meta.fx}.${meta.name}`;
}

/** Whether a name is logged as it was before. */
export function sameMeta(a: LoggedMeta, b: LoggedMeta): boolean {
  return (
    a.progBar === b.progBar &&
    a.logger === b.logger &&
    a.onStep === b.onStep &&
    a.onEpoch === b.onEpoch &&
    a.reduceFx === b.reduceFx &&
    a.addDataloaderIdx === b.addDataloaderIdx &&
    a.dataloaderIdx === b.dataloaderIdx
  );
}
