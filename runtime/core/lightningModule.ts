import type { Tape } from "../autograd/tape.js";
import type { tf } from "../backend/tf.js";
import type { Callback } from "../callbacks/callback.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { Logger } from "../loggers/logger.js";
import type { Metric } from "../metrics/metric.js";
import { MetricCollection } from "../metrics/metricCollection.js";
import { Module } from "../nn/module.js";
import { clipGradients, type GradientClipAlgorithm } from "../optim/clipGradients.js";
import type { ConfiguredOptimizers } from "../optim/configuredOptimizers.js";
import type { LightningOptimizer } from "../optim/lightningOptimizer.js";
import type { LrScheduler } from "../optim/lrScheduler.js";
import type { Optimizer } from "../optim/optimizer.js";
import { ToggledOptimizer } from "../optim/toggledOptimizer.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { LogOptions } from "../trainer/loggedValues.js";
import type { Trainer } from "../trainer/trainer.js";
import type { Awaitable, StepOutputs } from "./hooks.js";
import { givenHparams, type Hparams, HparamsHolder, hparamsAssigned, type SaveHparamsOptions } from "./hparams.js";
import type { Dataloaders } from "./loaders.js";
import { type LoadOptions, loadModule } from "./loadFromCheckpoint.js";
import { clippedTwice, notManual } from "./moduleErrors.js";

/** What `trainingStep` may return: the loss, an object with it, or nothing, which skips the batch. */
export type TrainingStepOutput = tf.Tensor | (Record<string, unknown> & { loss: tf.Tensor }) | null | undefined | void;

/** The methods and hooks that a module may define; the order of the hooks stands in the hook table. */
export interface LightningModule {
  /** The loss of a batch. Synchronous: gradients are taken of what it computes. */
  trainingStep?(batch: unknown, batchIdx: number): TrainingStepOutput;
  validationStep?(batch: unknown, batchIdx: number, dataloaderIdx?: number): unknown;
  testStep?(batch: unknown, batchIdx: number, dataloaderIdx?: number): unknown;
  /** Default: `this.forward(batch)`. */
  predictStep?(batch: unknown, batchIdx: number, dataloaderIdx?: number): unknown;
  configureOptimizers?(): Awaitable<ConfiguredOptimizers>;
  /** Callbacks of its own: they take the place of the Trainer's of the same class, or of a class that theirs extends. */
  configureCallbacks?(): readonly Callback[] | Callback | null;
  configureModel?(): Awaitable<void>;
  prepareData?(): Awaitable<void>;
  setup?(stage: TrainerFn): Awaitable<void>;
  teardown?(stage: TrainerFn): Awaitable<void>;
  trainDataloader?(): Awaitable<Dataloaders>;
  valDataloader?(): Awaitable<Dataloaders>;
  testDataloader?(): Awaitable<Dataloaders>;
  predictDataloader?(): Awaitable<Dataloaders>;
  onBeforeBatchTransfer?(batch: unknown, dataloaderIdx: number): unknown;
  transferBatchToDevice?(batch: unknown, dataloaderIdx: number): unknown;
  onAfterBatchTransfer?(batch: unknown, dataloaderIdx: number): unknown;
  onFitStart?(): Awaitable<void>;
  onFitEnd?(): Awaitable<void>;
  onTrainStart?(): Awaitable<void>;
  onTrainEnd?(): Awaitable<void>;
  onTrainEpochStart?(): Awaitable<void>;
  onTrainEpochEnd?(): Awaitable<void>;
  /** Return -1 to skip the rest of the epoch. */
  onTrainBatchStart?(batch: unknown, batchIdx: number): Awaitable<number | void>;
  onTrainBatchEnd?(outputs: StepOutputs, batch: unknown, batchIdx: number): Awaitable<void>;
  onBeforeZeroGrad?(optimizer: Optimizer): void;
  onBeforeBackward?(loss: tf.Tensor): void;
  onAfterBackward?(): void;
  onBeforeOptimizerStep?(optimizer: Optimizer): void;
  onValidationModelEval?(): void;
  onValidationModelTrain?(): void;
  onValidationModelZeroGrad?(): void;
  onValidationStart?(): Awaitable<void>;
  onValidationEnd?(): Awaitable<void>;
  onValidationEpochStart?(): Awaitable<void>;
  onValidationEpochEnd?(): Awaitable<void>;
  onValidationBatchStart?(batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onValidationBatchEnd?(outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onTestModelEval?(): void;
  onTestModelTrain?(): void;
  onTestStart?(): Awaitable<void>;
  onTestEnd?(): Awaitable<void>;
  onTestEpochStart?(): Awaitable<void>;
  onTestEpochEnd?(): Awaitable<void>;
  onTestBatchStart?(batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onTestBatchEnd?(outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onPredictModelEval?(): void;
  onPredictStart?(): Awaitable<void>;
  onPredictEnd?(): Awaitable<void>;
  onPredictEpochStart?(): Awaitable<void>;
  onPredictEpochEnd?(): Awaitable<void>;
  onPredictBatchStart?(batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onPredictBatchEnd?(outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number): Awaitable<void>;
  onSaveCheckpoint?(checkpoint: Checkpoint): Awaitable<void>;
  onLoadCheckpoint?(checkpoint: Checkpoint): Awaitable<void>;
}

/**
 * A model together with how it is trained: subclass it, make the layers fields, and define `trainingStep` and
 * `configureOptimizers`; the Trainer does the rest.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface holds the optional hooks; the Trainer calls those that are there.
export class LightningModule extends Module {
  /** False: `trainingStep` calls `manualBackward` and the optimizers itself. */
  automaticOptimization = true;
  /**
   * What `forward` can take, with one sample, `[1, …]`: the model summary shows the shapes it goes through. A list is several arguments;
   * a dictionary is one.
   */
  exampleInputArray: tf.Tensor | readonly unknown[] | Readonly<Record<string, unknown>> | null = null;
  /** False: a checkpoint may lack some of the weights, or have more. Null, the default: it may not, unless `loadFromCheckpoint` is told so. */
  strictLoading: boolean | null = null;
  #trainer: Trainer | null = null;
  readonly #toggled = new ToggledOptimizer();
  readonly #hparams = new HparamsHolder();

  /**
   * A module from a checkpoint: its constructor gets the saved hyperparameters, and it the saved weights.
   *
   * @param options hyperparameters to use in place of the saved ones; `strict: false` when the weights may differ in names.
   */
  static loadFromCheckpoint<T extends LightningModule>(
    this: new (
      ...args: never[]
    ) => T,
    path: string,
    options: LoadOptions = {},
  ): Promise<T> {
    return loadModule(this, path, options);
  }

  /** @internal Python's users may try. */
  loadFromCheckpoint(): never {
    const { name } = this.constructor;
    throw new TypeError(
      `The static method \`${name}.loadFromCheckpoint\` cannot be called on an instance. Call it on the class, \`await ${name}.loadFromCheckpoint(path)\`, and use what it returns.`,
    );
  }

  /** @internal What the caller of `loadFromCheckpoint` wants may not be the opposite of what the module wants. */
  agreeOnStrict(strict: boolean | undefined): boolean {
    const own = this.strictLoading;
    if (strict === undefined || own === null || strict === own) return strict ?? own ?? true;
    const { name } = this.constructor;
    throw new RangeError(
      `You set \`${name}.loadFromCheckpoint(…, { strict: ${strict} })\` which is in conflict with \`${name}.strictLoading = ${own}\`. Please set the same value for both of them.`,
    );
  }

  /** The Trainer that runs this module. */
  get trainer(): Trainer {
    if (this.#trainer === null) {
      throw new Error(
        `${this.constructor.name} is not attached to a \`Trainer\`. It is while \`fit\`, \`validate\`, \`test\` or \`predict\` runs.`,
      );
    }
    return this.#trainer;
  }

  /** The Trainer attaches itself when it starts. */
  attachTrainer(trainer: Trainer | null): void {
    this.#trainer = trainer;
  }

  get isAttached(): boolean {
    return this.#trainer !== null;
  }

  /** Epochs completed; 0 without a Trainer. */
  get currentEpoch(): number {
    return this.#trainer?.currentEpoch ?? 0;
  }

  /** Optimizer steps taken; 0 without a Trainer. */
  get globalStep(): number {
    return this.#trainer?.globalStep ?? 0;
  }

  get logger(): Logger | null {
    return this.#trainer?.logger ?? null;
  }

  get loggers(): readonly Logger[] {
    return this.#trainer?.loggers ?? [];
  }

  /**
   * Logs a value under a name. Where it goes by default depends on the hook: in `trainingStep` each logged step, in
   * `validationStep` and `testStep` the mean over the epoch.
   *
   * @param value a number, a tensor with one element, or a Metric.
   */
  log(name: string, value: number | tf.Tensor | Metric, options: LogOptions = {}): void {
    if (this.#trainer === null) {
      console.warn(`\`this.log("${name}", …)\` was called before a Trainer was attached; nothing is logged.`);
      return;
    }
    this.#trainer.logValue(name, value, options);
  }

  /** `log` for several names, or for each metric of a collection. */
  logDict(
    values: Readonly<Record<string, number | tf.Tensor | Metric>> | MetricCollection,
    options: LogOptions = {},
  ): void {
    if (typeof values !== "object" || Array.isArray(values)) throw new TypeError(notNamed(values));
    const named = values instanceof MetricCollection ? values.entries() : Object.entries(values);
    for (const [name, value] of named) this.log(name, value as number | tf.Tensor | Metric, options);
  }

  /** Prints above the progress bar. */
  print(...args: unknown[]): void {
    if (this.#trainer === null) console.log(...args);
    else this.#trainer.print(...args);
  }

  /**
   * Remembers hyperparameters: they are logged with the run and saved in its checkpoints. Give them as an object,
   * `saveHyperparameters({ lr, hidden })`, or as names of fields that are set already, `saveHyperparameters("lr", "hidden")`.
   */
  saveHyperparameters(hparams: Readonly<Hparams>, options?: SaveHparamsOptions): void;
  saveHyperparameters(...names: readonly (string | SaveHparamsOptions)[]): void;
  saveHyperparameters(...given: readonly unknown[]): void {
    this.#hparams.save(...givenHparams(this, given));
  }

  get hparams(): Hparams {
    return this.#hparams.hparams;
  }

  set hparams(_: never) {
    throw hparamsAssigned(this);
  }

  get hparamsInitial(): Hparams {
    return this.#hparams.hparamsInitial;
  }

  get logsHyperparameters(): boolean {
    return this.#hparams.logHyperparameters;
  }

  /** The optimizer, or the list of them when there are several. Their `step()` runs the hooks and is counted. */
  optimizers(): LightningOptimizer | LightningOptimizer[] {
    const optimizers = [...this.trainer.lightningOptimizers];
    const [only] = optimizers;
    return only !== undefined && optimizers.length === 1 ? only : optimizers;
  }

  /** Lets only this optimizer's parameters need gradients, until `untoggleOptimizer`: for one of several in manual optimization. */
  toggleOptimizer(optimizer: LightningOptimizer | Optimizer): void {
    this.#toggled.toggle(optimizer, this.trainer.optimizers);
  }

  /** Lets the parameters of the other optimizers need gradients again, those that did. @throws when no Trainer is attached. */
  untoggleOptimizer(optimizer: LightningOptimizer | Optimizer): void {
    this.#toggled.untoggle(optimizer, this.trainer.optimizers);
  }

  /** Runs `work` with only this optimizer's parameters needing gradients. */
  toggledOptimizer<T>(optimizer: LightningOptimizer | Optimizer, work: () => T): T {
    this.toggleOptimizer(optimizer);
    try {
      return work();
    } finally {
      this.untoggleOptimizer(optimizer);
    }
  }

  /** No scheduler: null; one: it; several: the list. */
  lrSchedulers(): LrScheduler | LrScheduler[] | null {
    const schedulers = this.trainer.lrSchedulerConfigs.map((config) => config.scheduler);
    return schedulers.length < 2 ? (schedulers[0] ?? null) : schedulers;
  }

  /** Manual optimization: the gradients of a loss, with the hooks around it. */
  manualBackward(loss: tf.Tensor): void {
    if (this.automaticOptimization) throw notManual();
    this.trainer.manualBackward(loss);
  }

  /** Computes the gradients; override it to change how. */
  backward(loss: tf.Tensor, tape: Tape): void {
    tape.backward(loss);
  }

  /** One optimizer step; `closure` runs `trainingStep` and the backward pass. */
  optimizerStep(_epoch: number, _batchIdx: number, optimizer: LightningOptimizer, closure: () => void): void {
    optimizer.step(closure);
  }

  optimizerZeroGrad(_epoch: number, _batchIdx: number, optimizer: Optimizer): void {
    optimizer.zeroGrad();
  }

  lrSchedulerStep(scheduler: LrScheduler, metric: number | null): void {
    if (metric === null) scheduler.step();
    else scheduler.step(metric);
  }

  /** Clips the gradients before the optimizer's step; override it for other rules. */
  configureGradientClipping(
    optimizer: Optimizer,
    gradientClipVal: number | null,
    gradientClipAlgorithm: GradientClipAlgorithm | null,
  ): void {
    this.clipGradients(optimizer, gradientClipVal, gradientClipAlgorithm);
  }

  /** Clips the gradients of an optimizer's parameters; what is left out is as the Trainer has it. */
  clipGradients(
    optimizer: LightningOptimizer | Optimizer,
    gradientClipVal: number | null = null,
    gradientClipAlgorithm: GradientClipAlgorithm | null = null,
  ): void {
    const { trainer } = this;
    const val = agreed("gradientClipVal", gradientClipVal, trainer.gradientClipVal);
    const algorithm = agreed("gradientClipAlgorithm", gradientClipAlgorithm, trainer.gradientClipAlgorithm);
    clipGradients(optimizer.parameters(), val, algorithm ?? "norm");
  }

  /** No gradients, evaluation mode. */
  freeze(): void {
    this.requiresGrad(false).eval();
  }

  /** Gradients, training mode. */
  unfreeze(): void {
    this.requiresGrad(true).train();
  }
}

function notNamed(values: unknown): string {
  return `\`this.logDict\` needs values by name, such as { loss: 0.5 }; it was given ${JSON.stringify(values)}.`;
}

/** A setting of a call and of the Trainer, which must not differ. */
function agreed<T>(option: string, ofCall: T | null, ofTrainer: T | null): T | null {
  if (ofCall !== null && ofTrainer !== null && ofCall !== ofTrainer) throw clippedTwice(option, ofCall, ofTrainer);
  return ofCall ?? ofTrainer;
}
