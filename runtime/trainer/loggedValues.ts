import { tf } from "../backend/tf.js";
import { MisconfigurationException } from "../errors.js";
import { Metric } from "../metrics/metric.js";

/** How values of one epoch become one. */
export type ReduceFx = (typeof REDUCTIONS)[number];

export const REDUCTIONS = ["mean", "min", "max", "sum"] as const;

/** Options of `log`; what is left out depends on the hook it is called in. */
export interface LogOptions {
  /** Shows it in the progress bar; default false. */
  readonly progBar?: boolean;
  /** Gives it to the loggers; default true. */
  readonly logger?: boolean;
  readonly onStep?: boolean;
  readonly onEpoch?: boolean;
  /** Default "mean". */
  readonly reduceFx?: ReduceFx;
  /** Weight of the value in the mean over the epoch; default: taken from the batch. */
  readonly batchSize?: number;
  /** With several loaders, appends `/dataloader_idx_N` to the name; default true. */
  readonly addDataloaderIdx?: boolean;
}

/** A logged name's settings; the same name must be logged the same way each time in one hook. */
export interface LoggedMeta {
  readonly fx: string;
  readonly name: string;
  readonly progBar: boolean;
  readonly logger: boolean;
  readonly onStep: boolean;
  readonly onEpoch: boolean;
  readonly reduceFx: ReduceFx;
  readonly dataloaderIdx: number | null;
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
  readonly #values = new Map<string, LoggedValue>();

  constructor(private readonly training: boolean) {}

  /**
   * What was logged under this name in this hook before; undefined: nothing.
   *
   * @throws when it was logged with other options.
   */
  find(meta: LoggedMeta): LoggedValue | undefined {
    const logged = this.#values.get(keyOf(meta));
    if (logged === undefined || sameMeta(meta, logged.meta)) return logged;
    throw new MisconfigurationException(
      `You called \`this.log("${meta.name}", …)\` twice in \`${meta.fx}\` with different arguments. Use the same options each time, or another name.`,
    );
  }

  add(meta: LoggedMeta, value: unknown): LoggedValue {
    const logged = new LoggedValue(meta, value instanceof Metric ? value : null);
    this.#values.set(keyOf(meta), logged);
    return logged;
  }

  /** What to show now: after a batch the values of the step, at the end of an epoch those of the epoch. */
  views(onStep: boolean): MetricViews {
    const views: MetricViews = { callback: {}, logged: {}, progressBar: {} };
    for (const logged of this.#values.values()) {
      const { meta } = logged;
      if (logged.hasReset || meta.dataloaderIdx !== this.dataloaderIdx) continue;
      const value = onStep ? logged.stepValue() : logged.epochValue();
      if (value === null) continue;
      const suffix = meta.dataloaderIdx === null ? "" : `/dataloader_idx_${meta.dataloaderIdx}`;
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

  /** Starts a new epoch: the names stay known, the values go. */
  reset(): void {
    for (const logged of this.#values.values()) logged.reset();
  }
}

/** One name's values: the last one, and what the epoch's value is computed from. Float32 arithmetic, as in Lightning. */
export class LoggedValue {
  hasReset = false;
  #last: number | null = null;
  #value: number;
  #weight = 0;
  #computed: number | null = null;

  constructor(
    readonly meta: LoggedMeta,
    private readonly metric: Metric | null,
  ) {
    this.#value = initialValue(meta.reduceFx);
  }

  update(value: number | Metric, batchSize: number): void {
    this.hasReset = false;
    this.#computed = null;
    if (value instanceof Metric) {
      this.#last = value.lastValue;
      return;
    }
    if (this.meta.onStep) this.#last = value;
    if (!this.meta.onEpoch) return;
    switch (this.meta.reduceFx) {
      case "mean":
        this.#value = Math.fround(this.#value + Math.fround(value * batchSize));
        this.#weight += batchSize;
        break;
      case "sum":
        this.#value = Math.fround(this.#value + value);
        break;
      case "min":
        this.#value = Math.min(this.#value, value);
        break;
      case "max":
        this.#value = Math.max(this.#value, value);
        break;
    }
  }

  stepValue(): number | null {
    return this.meta.onStep ? this.#last : null;
  }

  epochValue(): number | null {
    if (!this.meta.onEpoch) return null;
    this.#computed ??= this.#compute();
    return this.#computed;
  }

  reset(): void {
    this.metric?.reset();
    this.#value = initialValue(this.meta.reduceFx);
    this.#weight = 0;
    this.#computed = null;
    this.hasReset = true;
  }

  #compute(): number {
    if (this.metric !== null) return Math.fround(this.metric.compute());
    return this.meta.reduceFx === "mean" ? Math.fround(this.#value / this.#weight) : this.#value;
  }
}

function keyOf({ fx, name, dataloaderIdx }: LoggedMeta): string {
  return dataloaderIdx === null ? `${fx}.${name}` : `${fx}.${name}.${dataloaderIdx}`;
}

function initialValue(reduceFx: ReduceFx): number {
  switch (reduceFx) {
    case "mean":
    case "sum":
      return 0;
    case "min":
      return Number.POSITIVE_INFINITY;
    case "max":
      return Number.NEGATIVE_INFINITY;
  }
}

function sameMeta(a: LoggedMeta, b: LoggedMeta): boolean {
  return (
    a.progBar === b.progBar &&
    a.logger === b.logger &&
    a.onStep === b.onStep &&
    a.onEpoch === b.onEpoch &&
    a.reduceFx === b.reduceFx
  );
}

/** The size of the first tensor in a batch, which is what its values weigh; null: the batch has none. */
export function batchSizeOf(batch: unknown): number | null {
  if (batch instanceof tf.Tensor) return batch.shape[0] ?? 1;
  if (typeof batch === "string") return batch.length;
  if (typeof batch !== "object" || batch === null) return null;
  for (const part of Object.values(batch)) {
    const size = batchSizeOf(part);
    if (size !== null) return size;
  }
  return null;
}
