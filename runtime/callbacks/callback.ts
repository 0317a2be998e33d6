import type { tf } from "../backend/tf.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Awaitable, StepOutputs } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Metric } from "../metrics/metric.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { LogOptions } from "../trainer/loggedValues.js";
import type { Trainer } from "../trainer/trainer.js";

/** The hooks of a callback; each is called before the module's of the same name. */
export interface Callback {
  setup?(trainer: Trainer, module: LightningModule, stage: TrainerFn): Awaitable<void>;
  teardown?(trainer: Trainer, module: LightningModule, stage: TrainerFn): Awaitable<void>;
  onFitStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onFitEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onSanityCheckStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onSanityCheckEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTrainStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTrainEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTrainEpochStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTrainEpochEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTrainBatchStart?(trainer: Trainer, module: LightningModule, batch: unknown, batchIdx: number): Awaitable<void>;
  onTrainBatchEnd?(
    trainer: Trainer,
    module: LightningModule,
    outputs: StepOutputs,
    batch: unknown,
    batchIdx: number,
  ): Awaitable<void>;
  onBeforeZeroGrad?(trainer: Trainer, module: LightningModule, optimizer: Optimizer): void;
  onBeforeBackward?(trainer: Trainer, module: LightningModule, loss: tf.Tensor): void;
  onAfterBackward?(trainer: Trainer, module: LightningModule): void;
  onBeforeOptimizerStep?(trainer: Trainer, module: LightningModule, optimizer: Optimizer): void;
  onValidationStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onValidationEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onValidationEpochStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onValidationEpochEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onValidationBatchStart?(
    trainer: Trainer,
    module: LightningModule,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onValidationBatchEnd?(
    trainer: Trainer,
    module: LightningModule,
    outputs: unknown,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onTestStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTestEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTestEpochStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTestEpochEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onTestBatchStart?(
    trainer: Trainer,
    module: LightningModule,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onTestBatchEnd?(
    trainer: Trainer,
    module: LightningModule,
    outputs: unknown,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onPredictStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onPredictEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onPredictEpochStart?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onPredictEpochEnd?(trainer: Trainer, module: LightningModule): Awaitable<void>;
  onPredictBatchStart?(
    trainer: Trainer,
    module: LightningModule,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onPredictBatchEnd?(
    trainer: Trainer,
    module: LightningModule,
    outputs: unknown,
    batch: unknown,
    batchIdx: number,
    dataloaderIdx?: number,
  ): Awaitable<void>;
  onException?(trainer: Trainer, module: LightningModule, exception: unknown): Awaitable<void>;
  onSaveCheckpoint?(trainer: Trainer, module: LightningModule, checkpoint: Checkpoint): Awaitable<void>;
  onLoadCheckpoint?(trainer: Trainer, module: LightningModule, checkpoint: Checkpoint): Awaitable<void>;
  stateDict?(): StateDict;
  loadStateDict?(state: StateDict): void;
}

/** Something that happens at certain moments of a run and is not the model's business: subclass it and define the hooks you need. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface holds the optional hooks; the Trainer calls those that are there.
export abstract class Callback {
  /** True for callbacks that watch a logged metric: their `onTrainEpochEnd` runs after the module's, so that they see what it logs. */
  readonly monitorsMetric: boolean = false;

  #trainer: Trainer | null = null;

  /** The Trainer attaches itself when it starts. */
  attachTrainer(trainer: Trainer): void {
    this.#trainer = trainer;
  }

  /** Logs a value, with the rules of the hook it is called in: as the module's `log`. */
  log(name: string, value: number | tf.Tensor | Metric, options: LogOptions = {}): void {
    this.#trainer?.logValue(name, value, options);
  }

  /** Frees the tensors that it holds. The Trainer calls it when a run is over, however it ended. */
  release(): void {}

  /** Under which its state is saved; two callbacks of one kind need different ones. */
  get stateKey(): string {
    return this.constructor.name;
  }
}
