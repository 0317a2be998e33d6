import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tf } from "../../../runtime/backend/tf.js";
import { Callback } from "../../../runtime/callbacks/callback.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { Metric } from "../../../runtime/metrics/metric.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import type { GoldenException, Json } from "../goldenCase.js";
import { ourValue } from "../names.js";
import { captureMessages } from "../replay/messages.js";

/** A series of values of one metric, an epoch each, and what a callback that watches it decided. */
export interface DecisionCase extends Json {
  readonly name: string;
  readonly series: readonly (number | string)[];
  readonly args: Json;
  readonly trainer?: Json;
  /** Epochs in which the metric is not logged. */
  readonly skip_epochs?: readonly number[];
  readonly exception: GoldenException | null;
}

export interface DecisionRun {
  readonly trainer: Trainer;
  readonly exception: Error | null;
}

/** Trains an epoch of one batch for each value, with the callback of a case. `observe` looks on after each epoch. */
export async function replayDecisions(
  { series, skip_epochs = [], trainer: options = {} }: DecisionCase,
  monitor: string,
  makeCallback: (folder: string) => Callback,
  observe: (trainer: Trainer, epoch: number, folder: string) => void,
): Promise<DecisionRun> {
  const folder = mkdtempSync(join(tmpdir(), "lightning conformance "));
  const model = new Scripted(series.map(Number), skip_epochs, monitor);
  const trainer = new Trainer({
    maxEpochs: series.length,
    ...{ logger: false, enableProgressBar: false, enableModelSummary: false, numSanityValSteps: 0 },
    ...(ourValue(options, folder) as object),
    enableCheckpointing: true,
    defaultRootDir: folder,
    callbacks: [new Observer((epoch) => observe(trainer, epoch, folder)), makeCallback(folder)],
  });
  let exception: Error | null = null;
  await captureMessages(async () => {
    try {
      await trainer.fit(model);
    } catch (error) {
      exception = error as Error;
    }
  });
  model.dispose();
  rmSync(folder, { recursive: true, force: true });
  return { trainer, exception };
}

/** Looks at an epoch's end when its callbacks have run: before the next one, and before training ends. */
class Observer extends Callback {
  #epochs = 0;

  constructor(private readonly observe: (epoch: number) => void) {
    super();
  }

  override onTrainEpochStart(trainer: Trainer): void {
    this.#lookOn(trainer.currentEpoch);
  }

  override onTrainEnd(trainer: Trainer): void {
    this.#lookOn(trainer.currentEpoch);
  }

  #lookOn(completed: number): void {
    while (this.#epochs < completed) this.observe(this.#epochs++);
  }
}

/** Its value in double precision, as it was recorded. */
class ScriptedMetric extends Metric {
  override readonly dtype = "float64";
  value = Number.NaN;

  override update(): void {}

  override compute(): number {
    return this.value;
  }

  override reset(): void {}

  /** Nothing is kept from one epoch to the next. */
  protected override wrapMethods(): void {}
}

class Scripted extends LightningModule {
  layer = new Linear(1, 1);
  metric = new ScriptedMetric();

  constructor(
    private readonly series: readonly number[],
    private readonly skipped: readonly number[],
    private readonly monitor: string,
  ) {
    super();
  }

  override trainingStep(batch: unknown): tf.Tensor {
    return tf.mean(tf.square(this.layer.forward(batch as tf.Tensor)));
  }

  override validationStep(): void {}

  override onValidationEpochEnd(): void {
    const epoch = this.currentEpoch;
    this.metric.value = this.series[epoch] ?? Number.NaN;
    if (!this.skipped.includes(epoch)) this.log(this.monitor, this.metric);
  }

  override configureOptimizers() {
    return new SGD(this.parameters(), { lr: 0.1 });
  }

  override trainDataloader() {
    return oneBatch();
  }

  override valDataloader() {
    return oneBatch();
  }
}

function oneBatch() {
  return {
    length: 1,
    *[Symbol.iterator]() {
      yield tf.ones([1, 1]);
    },
  };
}
