import { tf } from "../backend/tf.js";
import { type FunctionName, type LogRule, logRule } from "../core/hooks.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { Logger } from "../loggers/logger.js";
import { Metric } from "../metrics/metric.js";
import type { FitProgress } from "./fitProgress.js";
import {
  batchSizeOf,
  type LoggedMeta,
  type LoggedValues,
  type LogOptions,
  type MetricViews,
  REDUCTIONS,
} from "./loggedValues.js";

/** Takes logged values in and brings them to the loggers, the callbacks and the progress bar at the moments at which Lightning does. */
export class LoggerConnector {
  /** What was logged last under each name. Brought up to date when it is read, and before the values that it comes from go. */
  readonly #metrics: MetricViews = { callback: {}, logged: {}, progressBar: {} };
  /** Values of the sanity check go nowhere. */
  sanityChecking = false;
  /** True between the start of a batch and the end of its epoch's batches: values are those of the step. */
  #inBatch = false;
  #batch: unknown = null;
  #batchSize: number | null = null;
  #results: LoggedValues | null = null;

  constructor(
    private readonly loggers: readonly Logger[],
    private readonly progress: Readonly<FitProgress>,
  ) {}

  /** The loop whose values are logged from now on. */
  use(results: LoggedValues): void {
    this.#publish();
    this.#results = results;
  }

  /** The values by name: for callbacks, the loggers and the progress bar. */
  get metrics(): MetricViews {
    this.#publish();
    return this.#metrics;
  }

  log(fx: FunctionName, name: string, value: number | tf.Tensor | Metric, options: LogOptions): void {
    const results = this.#results;
    const rule = logRule(fx);
    if (results === null || rule.kind === "forbidden") throw loggingForbidden(fx, name);
    const inStep = rule.kind === "step";
    const meta = {
      fx,
      name,
      onStep: options.onStep ?? (inStep && rule.onStep),
      onEpoch: options.onEpoch ?? (!inStep || rule.onEpoch),
      reduceFx: options.reduceFx ?? "mean",
      progBar: options.progBar ?? false,
      logger: options.logger ?? true,
      dataloaderIdx: (options.addDataloaderIdx ?? true) ? results.dataloaderIdx : null,
    };
    const logged = results.find(meta) ?? results.add(checkedLog(meta, rule, options), value);
    logged.update(
      value instanceof Metric ? value : scalar(name, value),
      meta.onEpoch && meta.reduceFx === "mean" ? this.#weight(options) : 1,
    );
  }

  onBatchStart(batch: unknown, dataloaderIdx: number | null = null): void {
    this.#inBatch = true;
    this.#batch = batch;
    this.#batchSize = null;
    if (this.#results !== null) this.#results.dataloaderIdx = dataloaderIdx;
  }

  onBatchEnd(): void {
    this.#batch = null;
    this.#batchSize = null;
  }

  /** The batches of this epoch, or of this loader, are done. */
  epochEndReached(): void {
    this.#publish();
    this.#inBatch = false;
  }

  /** Goes back to a training epoch after a validation in its middle. */
  resumeBatches(): void {
    this.#inBatch = true;
  }

  /** Writes the step's values. */
  logStep(step?: number): void {
    this.write(this.#views().logged, step);
  }

  /** Writes the epoch's values and forgets them. */
  logTrainEpoch(): void {
    this.#publish();
    this.write(this.#views().logged);
    this.#results?.reset();
  }

  /** The values of one evaluated loader, for the result of `validate` and `test`. */
  evaluationValues(): MetricViews {
    if (this.sanityChecking) return { callback: {}, logged: {}, progressBar: {} };
    this.#publish();
    return this.#views();
  }

  /** Gives a row to every logger, at the number of batches that stepped unless the user logged a `step`. */
  write(metrics: Readonly<Record<string, number>>, givenStep?: number): void {
    if (this.loggers.length === 0 || Object.keys(metrics).length === 0) return;
    const { step: logged, ...values } = metrics;
    const step = givenStep ?? logged ?? this.progress.batchesThatStepped;
    const row =
      givenStep === undefined && logged === undefined ? { epoch: this.progress.currentEpoch, ...values } : values;
    for (const logger of this.loggers) {
      logger.logMetrics(row, step);
      logger.save();
    }
  }

  /** The run is over: what was logged since the last epoch's end goes. */
  release(): void {
    this.#results = null;
    this.sanityChecking = false;
  }

  clear(): void {
    this.#results = null;
    for (const metrics of Object.values(this.#metrics)) for (const name of Object.keys(metrics)) delete metrics[name];
  }

  #views(): MetricViews {
    if (this.#results === null || this.#results.isEmpty) return { callback: {}, logged: {}, progressBar: {} };
    return this.#results.views(this.#inBatch);
  }

  #publish(): void {
    const views = this.#views();
    Object.assign(this.#metrics.callback, views.callback);
    Object.assign(this.#metrics.logged, views.logged);
    Object.assign(this.#metrics.progressBar, views.progressBar);
  }

  /** What a value weighs in its epoch's mean: the size of the batch. */
  #weight(options: LogOptions): number {
    if (options.batchSize !== undefined) return options.batchSize;
    if (this.#batch === null) return 1;
    this.#batchSize ??= batchSizeOf(this.#batch);
    if (this.#batchSize === null) {
      throw new MisconfigurationException(
        "The batch has no tensor to take the batch size from, which is the weight of a logged value. Give it: `this.log(name, value, { batchSize })`.",
      );
    }
    return this.#batchSize;
  }
}

/** What can be wrong with the first call for a name; later ones must be like it. */
function checkedLog(meta: LoggedMeta, rule: LogRule, options: LogOptions): LoggedMeta {
  const { fx, name, onStep, onEpoch, reduceFx } = meta;
  if (rule.kind === "epoch" && onStep) {
    throw new MisconfigurationException(
      `You can't \`this.log("${name}", …, { onStep: true })\` inside \`${fx}\`: it is called once an epoch. Leave \`onStep\` out.`,
    );
  }
  if (!onStep && !onEpoch) {
    throw new MisconfigurationException(
      `\`this.log("${name}", …, { onStep: false, onEpoch: false })\` in \`${fx}\` would log nothing. Set one of them to true.`,
    );
  }
  if (!REDUCTIONS.includes(reduceFx)) {
    throw new MisconfigurationException(
      `\`this.log("${name}", …, { reduceFx: "${reduceFx}" })\`: it can be ${alternatives(REDUCTIONS)}. For any other reduction log a Metric.`,
    );
  }
  if (name.includes("/dataloader_idx_") && (options.addDataloaderIdx ?? true)) {
    throw new MisconfigurationException(
      `You called \`this.log\` with the key \`${name}\`, but \`/dataloader_idx_N\` is added to names by itself. Leave it out, or set \`addDataloaderIdx: false\`.`,
    );
  }
  return meta;
}

function loggingForbidden(fx: FunctionName, name: string): MisconfigurationException {
  return new MisconfigurationException(
    `You can't \`this.log("${name}", …)\` inside \`${fx}\`. Log it in a step, or in a hook around batches and epochs.`,
  );
}

function scalar(name: string, value: unknown): number {
  if (typeof value === "number") return Math.fround(value);
  if (value instanceof tf.Tensor) {
    if (value.size === 1) return value.dataSync()[0] as number;
    throw new Error(
      `\`this.log("${name}", …)\` was called with a tensor of shape [${value.shape}], but it must have a single element. Reduce it first, for example by \`.mean()\`.`,
    );
  }
  throw new Error(
    `\`this.log("${name}", …)\` was called with ${value === null ? "null" : `a ${typeof value}`}, which cannot be logged. Give a number, a tensor with one element, or a Metric.`,
  );
}
