import type { tf } from "../backend/tf.js";
import { type FunctionName, logRule } from "../core/hooks.js";
import { COUNTS, type Logger } from "../loggers/logger.js";
import { Metric } from "../metrics/metric.js";
import { batchSizesOf } from "./batchSizes.js";
import type { FitProgress } from "./fitProgress.js";
import { checkLevels, checkLog, loggedTwice, loggingForbidden, noBatchSize } from "./logCheck.js";
import { loggedScalar } from "./loggedScalar.js";
import type { LoggedMeta } from "./loggedValue.js";
import { type LoggedValues, type LogOptions, type MetricViews, sameMeta } from "./loggedValues.js";

/** Takes logged values in and brings them to the loggers, the callbacks and the progress bar at the moments at which Lightning does. */
export class LoggerConnector {
  /**
   * What was logged last under each name. All of it is brought up to date at the end of a batch and of an epoch, what somebody reads also when
   * he reads it.
   */
  readonly #metrics: MetricViews = { callback: {}, logged: {}, progressBar: {} };
  /** Values of the sanity check go nowhere. */
  sanityChecking = false;
  /** True between the start of a batch and the end of its epoch's batches: values are those of the step. */
  #inBatch = false;
  /** A batch has ended, and its values are not among the metrics yet: nobody may ever ask for them. */
  #isBehind = false;
  /** The first batch of an epoch runs, or none: values that a hook logs now are not added to those of the epoch before. */
  #isFirstBatch = true;
  /** The hook that logged last. */
  #fx: FunctionName | null = null;
  #batch: unknown = null;
  #batchSize: number | null = null;
  #results: LoggedValues | null = null;
  readonly #converted = new Set<string>();
  readonly #saidAmbiguous = new Set<number>();

  constructor(
    private readonly loggers: readonly Logger[],
    private readonly progress: Readonly<FitProgress>,
  ) {}

  /** The loop whose values are logged from now on. */
  use(results: LoggedValues): void {
    this.#catchUp();
    this.#results = results;
  }

  /** The values by name, for callbacks, for the loggers, or for the progress bar. */
  metrics(of: keyof MetricViews): Record<string, number> {
    this.#catchUp();
    return Object.assign(this.#metrics[of], this.#views()[of]);
  }

  log(fx: FunctionName, name: string, value: number | tf.Tensor | Metric, options: LogOptions): void {
    const results = this.#results;
    const rule = logRule(fx);
    if (results === null || rule.kind === "forbidden") throw loggingForbidden(fx, name);
    checkLevels(fx, name, rule, options);
    const inStep = rule.kind === "step";
    if (this.#isFirstBatch && this.#fx !== fx) results.resetValuesOf(fx);
    this.#fx = fx;
    const meta = {
      fx,
      name,
      onStep: options.onStep ?? (inStep && rule.onStep),
      onEpoch: options.onEpoch ?? (!inStep || rule.onEpoch),
      reduceFx: options.reduceFx === "avg" ? "mean" : (options.reduceFx ?? "mean"),
      progBar: options.progBar ?? false,
      logger: options.logger ?? true,
      addDataloaderIdx: options.addDataloaderIdx ?? true,
      dataloaderIdx: results.dataloaderIdx,
    };
    const known = results.find(meta);
    if (known === undefined || !sameMeta(meta, known.meta)) {
      this.#check(meta, options);
      if (known !== undefined) throw loggedTwice(meta);
    }
    const logged = known ?? results.add(meta, value);
    logged.update(
      value instanceof Metric ? value : loggedScalar(fx, name, value, this.#converted),
      meta.onEpoch && meta.reduceFx === "mean" && !(value instanceof Metric) ? this.#weight(options) : 1,
      results.batch,
    );
  }

  onBatchStart(batch: unknown, dataloaderIdx: number | null = null): void {
    this.#isFirstBatch = !this.#inBatch;
    this.#inBatch = true;
    this.#batch = batch;
    this.#batchSize = null;
    if (this.#results === null) return;
    this.#results.dataloaderIdx = dataloaderIdx;
    this.#results.batch++;
  }

  onBatchEnd(): void {
    this.#batch = null;
    this.#batchSize = null;
    this.#isBehind = true;
  }

  /** The batches of this epoch, or of this loader, are done. */
  epochEndReached(): void {
    this.#catchUp();
    this.#inBatch = false;
    this.#isFirstBatch = true;
  }

  get isFirstBatch(): boolean {
    return this.#isFirstBatch;
  }

  /** Goes back to a training epoch after a validation in its middle. */
  resumeBatches(isFirst: boolean): void {
    this.#inBatch = true;
    this.#isFirstBatch = isFirst;
  }

  /** Writes the step's values. */
  logStep(step?: number): void {
    this.write(this.#views().logged, step);
  }

  /** The hooks at the epoch's end have run. */
  epochEnded(): void {
    this.#publish();
    this.#fx = null;
  }

  /** Writes the epoch's values and forgets them. */
  logTrainEpoch(): void {
    this.write(this.#views().logged);
    this.#results?.reset();
  }

  /** What one evaluated loader gives to the loggers: the result of `validate` and `test`. */
  evaluationValues(): Record<string, number> {
    if (this.sanityChecking) return {};
    this.#publish();
    return this.#views().logged;
  }

  /** Gives a row to every logger, at the number of batches that stepped unless the user logged a `step`. */
  write(metrics: Readonly<Record<string, number>>, givenStep?: number): void {
    if (this.loggers.length === 0 || Object.keys(metrics).length === 0) return;
    this.#catchUp();
    Object.assign(this.#metrics.logged, metrics);
    const { step: logged, ...values } = metrics;
    const step = givenStep ?? (logged === undefined ? this.progress.batchesThatStepped : Math.trunc(logged));
    // The Trainer's own epoch is a count; one that the user logged is a number like any other.
    const addsEpoch = givenStep === undefined && logged === undefined && !("epoch" in values);
    const row = addsEpoch ? { epoch: this.progress.currentEpoch, ...values } : values;
    for (const logger of this.loggers) {
      logger.logMetrics(row, step, addsEpoch ? COUNTS : []);
      logger.save();
    }
  }

  /**
   * The run is over: what was logged since the last epoch's end goes.
   *
   * @param wasInterrupted the values of the batch in which somebody interrupted it still count; those of one that failed do not.
   */
  release(wasInterrupted: boolean): void {
    if (this.#batch !== null && !wasInterrupted) this.#results?.undoBatch();
    if (wasInterrupted) this.#publish();
    else this.#catchUp();
    this.#batch = null;
    this.#results = null;
    this.sanityChecking = false;
  }

  clear(): void {
    this.#results = null;
    this.#isBehind = false;
    this.#isFirstBatch = true;
    this.#fx = null;
    for (const metrics of Object.values(this.#metrics)) for (const name of Object.keys(metrics)) delete metrics[name];
  }

  #views(): MetricViews {
    if (this.#results === null || this.#results.isEmpty) return { callback: {}, logged: {}, progressBar: {} };
    return this.#results.views(this.#inBatch);
  }

  #catchUp(): void {
    if (this.#isBehind) this.#publish();
  }

  #publish(): void {
    this.#isBehind = false;
    const views = this.#views();
    Object.assign(this.#metrics.callback, views.callback);
    Object.assign(this.#metrics.logged, views.logged);
    Object.assign(this.#metrics.progressBar, views.progressBar);
  }

  /** What a value weighs in its epoch's mean: the size of the batch. */
  #weight(options: LogOptions): number {
    if (options.batchSize !== undefined) return options.batchSize;
    if (this.#batch === null) return 1;
    this.#batchSize ??= this.#sizeOf(this.#batch);
    return this.#batchSize;
  }

  /** The first call for a name: what is wrong with it, or odd. */
  #check(meta: LoggedMeta, options: LogOptions): void {
    if (options.logger === true && this.loggers.length === 0) {
      console.warn(
        `You called \`this.log("${meta.name}", …, { logger: true })\` but have no logger configured. Give the Trainer one: \`new Trainer({ logger: … })\`.`,
      );
    }
    checkLog(meta, options);
  }

  #sizeOf(batch: unknown): number {
    const [size, other] = batchSizesOf(batch);
    if (size === undefined || size === null) throw noBatchSize();
    if (other !== undefined && !this.#saidAmbiguous.has(size)) {
      this.#saidAmbiguous.add(size);
      console.warn(
        `Trying to infer the \`batchSize\` from an ambiguous collection. The batch size we found is ${size}. To avoid any miscalculations, use \`this.log(…, { batchSize })\`.`,
      );
    }
    return size;
  }
}
