import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";
import { checkOptions } from "./checkOptions.js";
import { Throughput } from "./throughput.js";

export interface ThroughputMonitorOptions {
  /** Samples in a batch: `(batch) => batch[0].shape[0]`. */
  readonly batchSizeFn: (batch: unknown) => number;
  /** Items in a batch, such as tokens; default: not counted. */
  readonly lengthFn?: ((batch: unknown) => number) | null;
  /** Batches that the rates are measured over; default 100. */
  readonly windowSize?: number;
  /** Between the parts of the logged names; default "/". */
  readonly separator?: string;
}

/** The stages that are measured, by the name that their rows begin with. */
type Measured = "train" | "validate" | "test" | "predict";

/**
 * Logs how fast batches go through, at the steps whose metrics are logged: `train/time`, `train/batches`, `train/samples`, and once the
 * window is full `train/device/batches_per_sec`, `train/device/samples_per_sec`; `train/lengths` and `train/device/items_per_sec` with
 * `lengthFn`; `train/device/flops_per_sec` when the module has a number `flopsPerBatch`. The same for the other stages.
 */
export class ThroughputMonitor extends Callback {
  readonly #options: ThroughputMonitorOptions;
  readonly #throughputs = new Map<Measured, Throughput>();

  constructor(options: ThroughputMonitorOptions) {
    super();
    const known = { batchSizeFn: true, lengthFn: true, windowSize: true, separator: true } as const;
    checkOptions("ThroughputMonitor", options, known, ["batchSizeFn"]);
    this.#options = options;
  }

  override onTrainStart(trainer: Trainer): void {
    this.#start(trainer, "train");
  }

  override onTrainBatchEnd(trainer: Trainer, module: LightningModule, _outputs: unknown, batch: unknown): void {
    this.#update("train", module, batch);
    if (!trainer.isAccumulating) this.#write(trainer, "train");
  }

  override onValidationStart(trainer: Trainer): void {
    if (!trainer.sanityChecking) this.#start(trainer, "validate");
  }

  override onValidationBatchEnd(trainer: Trainer, module: LightningModule, _outputs: unknown, batch: unknown): void {
    if (trainer.sanityChecking) return;
    this.#update("validate", module, batch);
    this.#write(trainer, "validate");
  }

  /** The time of a validation is not the training's. */
  override onValidationEnd(trainer: Trainer): void {
    const [train, validation] = [this.#throughputs.get("train"), this.#throughputs.get("validate")];
    if (trainer.sanityChecking || trainer.state.fn !== "fit" || validation === undefined) return;
    train?.pauseFor(validation.elapsed);
  }

  override onTestStart(trainer: Trainer): void {
    this.#start(trainer, "test");
  }

  override onTestBatchEnd(trainer: Trainer, module: LightningModule, _outputs: unknown, batch: unknown): void {
    this.#update("test", module, batch);
    this.#write(trainer, "test");
  }

  override onPredictStart(trainer: Trainer): void {
    this.#start(trainer, "predict");
  }

  override onPredictBatchEnd(trainer: Trainer, module: LightningModule, _outputs: unknown, batch: unknown): void {
    this.#update("predict", module, batch);
    this.#write(trainer, "predict");
  }

  #start(trainer: Trainer, stage: Measured): void {
    const known = this.#throughputs.get(stage);
    if (known === undefined || trainer.state.fn === "fit") {
      const { windowSize, separator } = this.#options;
      this.#throughputs.set(
        stage,
        new Throughput({
          ...(windowSize !== undefined && { windowSize }),
          ...(separator !== undefined && { separator }),
        }),
      );
    }
  }

  #update(stage: Measured, module: LightningModule, batch: unknown): void {
    const { batchSizeFn, lengthFn } = this.#options;
    const { flopsPerBatch } = module as { readonly flopsPerBatch?: unknown };
    this.#throughputs.get(stage)?.update({
      samples: batchSizeFn(batch),
      length: lengthFn?.(batch) ?? null,
      flops: typeof flopsPerBatch === "number" ? flopsPerBatch : null,
    });
  }

  #write(trainer: Trainer, stage: Measured): void {
    const throughput = this.#throughputs.get(stage);
    if (throughput === undefined || !trainer.shouldUpdateLogs) return;
    const { separator = "/" } = this.#options;
    const row = Object.fromEntries(
      Object.entries(throughput.compute()).map(([name, value]) => [`${stage}${separator}${name}`, value]),
    );
    trainer.logRow(row, stage === "train" ? undefined : throughput.batches);
  }
}
