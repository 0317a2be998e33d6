import { tf } from "../backend/tf.js";
import { type FunctionName, logRule } from "../core/hooks.js";
import { MisconfigurationException } from "../errors.js";
import type { Logger } from "../loggers/logger.js";
import { Metric } from "../metrics/metric.js";
import { batchSizeOf, type LoggedValues, type LogOptions, type MetricViews } from "./loggedValues.js";

/** What the connector must know of the run when it writes a row. */
export interface RunPosition {
  readonly currentEpoch: number;
  readonly batchesThatStepped: number;
}

/** Takes logged values in and brings them to the loggers, the callbacks and the progress bar at the moments at which Lightning does. */
export class LoggerConnector {
  readonly callbackMetrics: Record<string, number> = {};
  readonly loggedMetrics: Record<string, number> = {};
  readonly progressBarMetrics: Record<string, number> = {};
  /** Values of the sanity check go nowhere. */
  sanityChecking = false;
  /** True between the start of a batch and the end of its epoch's batches: values are those of the step. */
  #inBatch = false;
  #batch: unknown = null;
  #batchSize: number | null = null;
  #results: LoggedValues | null = null;

  constructor(
    private readonly loggers: readonly Logger[],
    private readonly position: RunPosition,
  ) {}

  /** The loop whose values are logged from now on; null: `log` is refused. */
  use(results: LoggedValues | null): void {
    this.#results = results;
  }

  log(fx: FunctionName, name: string, value: number | tf.Tensor | Metric, options: LogOptions): void {
    const rule = logRule(fx);
    if (rule.kind === "forbidden" || this.#results === null) {
      throw new MisconfigurationException(
        `You can't \`this.log("${name}", …)\` inside \`${fx}\`. Log it in a step, or in a hook around batches and epochs.`,
      );
    }
    if (rule.kind === "epoch" && options.onStep === true) {
      throw new MisconfigurationException(
        `You can't \`this.log("${name}", …, { onStep: true })\` inside \`${fx}\`: it is called once an epoch. Leave \`onStep\` out.`,
      );
    }
    const defaults = rule.kind === "step" ? rule : { onStep: false, onEpoch: true };
    const onStep = options.onStep ?? defaults.onStep;
    const onEpoch = options.onEpoch ?? defaults.onEpoch;
    const reduceFx = options.reduceFx ?? "mean";
    const meta = {
      ...{ fx, name, onStep, onEpoch, reduceFx },
      progBar: options.progBar ?? false,
      logger: options.logger ?? true,
      dataloaderIdx: (options.addDataloaderIdx ?? true) ? this.#results.dataloaderIdx : null,
    };
    this.#results.log(
      meta,
      value instanceof Metric ? value : scalar(name, value),
      onEpoch && reduceFx === "mean" ? this.#weight(options) : 1,
    );
  }

  onBatchStart(batch: unknown, dataloaderIdx: number | null = null): void {
    this.#inBatch = true;
    this.#batch = batch;
    this.#batchSize = null;
    if (this.#results !== null) this.#results.dataloaderIdx = dataloaderIdx;
  }

  onBatchEnd(): void {
    this.#publish(this.#views());
    this.#batch = null;
    this.#batchSize = null;
  }

  /** The batches of this epoch, or of this loader, are done. */
  epochEndReached(): void {
    this.#inBatch = false;
  }

  /** Goes back to a training epoch after a validation in its middle. */
  resumeBatches(): void {
    this.#inBatch = true;
  }

  onEpochEnd(): void {
    this.#publish(this.#views());
  }

  /** Writes the step's values. */
  logStep(step?: number): void {
    this.write(this.#views().logged, step);
  }

  /** Writes the epoch's values and forgets them. */
  logTrainEpoch(): void {
    this.write(this.#views().logged);
    this.#results?.reset();
  }

  /** The values of one evaluated loader, for the result of `validate` and `test`. */
  evaluationValues(): MetricViews {
    const views = this.#views();
    if (this.sanityChecking) return { callback: {}, logged: {}, progressBar: {} };
    this.#publish(views);
    return views;
  }

  /** Gives a row to every logger, at the number of batches that stepped unless the user logged a `step`. */
  write(metrics: Readonly<Record<string, number>>, givenStep?: number): void {
    if (this.loggers.length === 0 || Object.keys(metrics).length === 0) return;
    const { step: logged, ...values } = metrics;
    const step = givenStep ?? logged ?? this.position.batchesThatStepped;
    const row =
      givenStep === undefined && logged === undefined ? { epoch: this.position.currentEpoch, ...values } : values;
    for (const logger of this.loggers) {
      logger.logMetrics(row, step);
      logger.save();
    }
  }

  clear(): void {
    for (const metrics of [this.callbackMetrics, this.loggedMetrics, this.progressBarMetrics]) {
      for (const name of Object.keys(metrics)) delete metrics[name];
    }
  }

  #views(): MetricViews {
    if (this.#results === null || this.#results.isEmpty) return { callback: {}, logged: {}, progressBar: {} };
    return this.#results.views(this.#inBatch);
  }

  #publish(views: MetricViews): void {
    if (this.sanityChecking) return;
    Object.assign(this.callbackMetrics, views.callback);
    Object.assign(this.loggedMetrics, views.logged);
    Object.assign(this.progressBarMetrics, views.progressBar);
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
