import { Metric, type MetricSnapshot } from "../metrics/metric.js";

/** How values of one epoch become one. */
export type ReduceFx = (typeof REDUCTIONS)[number];

export const REDUCTIONS = ["mean", "min", "max", "sum"] as const;

/** A logged name's settings; the same name must be logged the same way each time in one hook. */
export interface LoggedMeta {
  readonly fx: string;
  readonly name: string;
  readonly progBar: boolean;
  readonly logger: boolean;
  readonly onStep: boolean;
  readonly onEpoch: boolean;
  readonly reduceFx: ReduceFx;
  /** Names the loader in the value's name. */
  readonly addDataloaderIdx: boolean;
  readonly dataloaderIdx: number | null;
}

/** A value as a checkpoint holds it. */
export interface SavedValue {
  readonly meta: LoggedMeta;
  readonly hasReset: boolean;
  readonly last: number | null;
  readonly value: number;
  readonly weight: number;
  readonly metric: { readonly place: string; readonly state: MetricSnapshot } | null;
}

/** One name's values: the last one, and what the epoch's value is computed from. Float32 arithmetic, as in Lightning. */
export class LoggedValue {
  hasReset = false;
  #last: number | null = null;
  /** The value of the batch before, and the number of the present one. */
  #before: number | null = null;
  #batch = -1;
  #value: number;
  #weight = 0;
  #computed: number | null = null;

  constructor(
    readonly meta: LoggedMeta,
    private readonly metric: Metric | null,
  ) {
    this.#value = initialValue(meta.reduceFx);
  }

  save(places: ReadonlyMap<Metric, string>): SavedValue {
    const { meta, hasReset } = this;
    const place = this.metric === null ? undefined : places.get(this.metric);
    const metric = this.metric === null ? null : { place: place ?? "", state: this.metric.snapshot() };
    return { meta, hasReset, last: this.#last, value: this.#value, weight: this.#weight, metric };
  }

  restore({ hasReset, last, value, weight, metric }: SavedValue): void {
    this.hasReset = hasReset;
    this.#last = last;
    this.#value = value;
    this.#weight = weight;
    if (metric !== null) this.metric?.merge(metric.state);
  }

  update(value: number | Metric, batchSize: number, batch: number): void {
    if (batch !== this.#batch) {
      this.#before = this.hasReset ? null : this.#last;
      this.#batch = batch;
    }
    this.hasReset = false;
    this.#computed = null;
    if (value instanceof Metric) {
      this.#last = value.lastValue === null ? null : metricValue(this.meta, value, value.lastValue);
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

  undo(batch: number): void {
    if (batch === this.#batch) this.#last = this.#before;
  }

  stepValue(): number | null {
    return this.meta.onStep ? this.#last : null;
  }

  epochValue(): number | null {
    if (!this.meta.onEpoch) return null;
    this.#computed ??= this.#compute();
    return this.#computed;
  }

  /** As `reset`, for a plain value that this hook logged; with several loaders the hook has as many. */
  resetValuesOf(fx: string): void {
    const { meta, metric } = this;
    if (metric === null && meta.fx === fx && (meta.dataloaderIdx === null || !meta.addDataloaderIdx)) this.reset();
  }

  reset(): void {
    this.metric?.reset();
    this.#value = initialValue(this.meta.reduceFx);
    this.#weight = 0;
    this.#computed = null;
    this.hasReset = true;
  }

  #compute(): number {
    if (this.metric !== null) return metricValue(this.meta, this.metric, this.metric.compute());
    return this.meta.reduceFx === "mean" ? Math.fround(this.#value / this.#weight) : this.#value;
  }
}

function metricValue({ name }: LoggedMeta, { constructor: { name: kind }, dtype }: Metric, value: unknown): number {
  if (typeof value !== "number") {
    throw new TypeError(
      `\`this.log("${name}", metric)\` was given a ${kind} whose value is not one number. Average it, or log its parts by \`this.logDict\`.`,
    );
  }
  return dtype === "float32" ? Math.fround(value) : value;
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
