import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";
import { LiveBar } from "./liveBar.js";
import { postfixText } from "./progressLine.js";
import { type ProgressOutput, ProgressScreen } from "./progressScreen.js";

export type { ProgressOutput } from "./progressScreen.js";

export interface ProgressBarOptions {
  /** Draws after every so many batches; 0: no bar. Default 1. */
  readonly refreshRate?: number;
  /** Each epoch's bar stays on the screen; default false: one bar for all. */
  readonly leave?: boolean;
  /** Default: the process's standard output. */
  readonly output?: ProgressOutput;
}

/** Bars in the terminal that follow the batches; where there is no terminal, a plain line for each epoch. */
export class ProgressBar extends Callback {
  readonly refreshRate: number;
  readonly #leave: boolean;
  readonly #output: ProgressOutput;
  readonly #screen: ProgressScreen;
  #enabled = true;
  /** The training, or whatever runs alone. */
  #main: LiveBar | null = null;
  /** An evaluation: alone, or below the bar of the training that it is within. */
  #evaluation: LiveBar | null = null;
  #dataloaderIdx: number | null = null;
  /** Batches of all loaders of the evaluation. */
  #evaluated = 0;

  constructor({ refreshRate = 1, leave = false, output = process.stdout }: ProgressBarOptions = {}) {
    super();
    if (!Number.isInteger(refreshRate) || refreshRate < 0) {
      throw new RangeError(
        `ProgressBar: \`refreshRate\` is ${refreshRate}; it is a number of batches, or 0 for no bar at all.`,
      );
    }
    this.refreshRate = refreshRate;
    this.#leave = leave;
    this.#output = output;
    this.#screen = new ProgressScreen(output);
  }

  get isEnabled(): boolean {
    return this.#enabled && this.refreshRate > 0;
  }

  get isDisabled(): boolean {
    return !this.isEnabled;
  }

  disable(): void {
    this.#enabled = false;
  }

  enable(): void {
    this.#enabled = true;
  }

  /** Prints above the bar. */
  print(text: string): void {
    this.#screen.print(text);
  }

  /** What stands after the rate: the run's version and what is logged with `progBar: true`. Override it to show other values. */
  getMetrics(trainer: Trainer, _module: LightningModule): Record<string, number | string> {
    return { ...versionOf(trainer), ...trainer.progressBarMetrics };
  }

  override onSanityCheckStart(): void {
    this.#begin("Sanity Checking", 0);
  }

  override onSanityCheckEnd(): void {
    this.#main?.remove();
    this.#end();
  }

  override onTrainStart(): void {
    this.#begin("Training", 0);
  }

  override onTrainEpochStart(trainer: Trainer): void {
    this.#main?.restart(`Epoch ${trainer.currentEpoch}`, trainer.numTrainingBatches);
  }

  override onTrainBatchEnd(
    trainer: Trainer,
    module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    if (this.#main?.advance(batchIdx + 1)) this.#drawMain(trainer, module);
  }

  override onTrainEpochEnd(trainer: Trainer, module: LightningModule): void {
    if (this.#isLive) {
      this.#drawMain(trainer, module);
      if (this.#leave) this.#screen.leave();
    } else if (this.#main !== null) this.#writeLine(this.#main.description, this.#main.done, trainer);
  }

  override onTrainEnd(): void {
    this.#screen.leave();
    this.#end();
  }

  override onValidationStart(trainer: Trainer): void {
    if (!trainer.sanityChecking) this.#beginEvaluation("Validation", trainer);
  }

  override onValidationBatchStart(
    trainer: Trainer,
    _module: LightningModule,
    _batch: unknown,
    _batchIdx: number,
    dataloaderIdx = 0,
  ): void {
    this.#enterLoader(trainer.sanityChecking ? "Sanity Checking" : "Validation", trainer, dataloaderIdx);
  }

  override onValidationBatchEnd(
    _trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#advance(batchIdx);
  }

  override onValidationEnd(trainer: Trainer, module: LightningModule): void {
    if (trainer.sanityChecking) return;
    if (trainer.state.fn !== "fit") this.#finish("Validation", trainer);
    this.#evaluation?.remove();
    this.#evaluation = null;
    this.#drawMain(trainer, module);
  }

  override onTestStart(trainer: Trainer): void {
    this.#beginEvaluation("Testing", trainer);
  }

  override onTestBatchStart(
    trainer: Trainer,
    _module: LightningModule,
    _batch: unknown,
    _batchIdx: number,
    dataloaderIdx = 0,
  ): void {
    this.#enterLoader("Testing", trainer, dataloaderIdx);
  }

  override onTestBatchEnd(
    _trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#advance(batchIdx);
  }

  override onTestEnd(trainer: Trainer): void {
    this.#finish("Testing", trainer);
  }

  override onPredictStart(trainer: Trainer): void {
    this.#beginEvaluation("Predicting", trainer);
  }

  override onPredictBatchStart(
    trainer: Trainer,
    _module: LightningModule,
    _batch: unknown,
    _batchIdx: number,
    dataloaderIdx = 0,
  ): void {
    this.#enterLoader("Predicting", trainer, dataloaderIdx);
  }

  override onPredictBatchEnd(
    _trainer: Trainer,
    _module: LightningModule,
    _outputs: unknown,
    _batch: unknown,
    batchIdx: number,
  ): void {
    this.#advance(batchIdx);
  }

  override onPredictEnd(trainer: Trainer): void {
    this.#finish("Predicting", trainer);
  }

  /** The bar stays where the run broke off. */
  override onException(): void {
    this.#screen.leave();
    this.#end();
  }

  get #isLive(): boolean {
    return this.#output.isTTY === true && this.isEnabled;
  }

  #begin(description: string, line: number): void {
    const bar = new LiveBar(description, this.#isLive ? this.#screen : null, line, this.refreshRate);
    if (line === 0) this.#main = bar;
    this.#evaluation = bar;
    this.#dataloaderIdx = null;
    this.#evaluated = 0;
  }

  #beginEvaluation(description: string, trainer: Trainer): void {
    this.#begin(description, trainer.state.fn === "fit" ? 1 : 0);
  }

  #enterLoader(description: string, trainer: Trainer, dataloaderIdx: number): void {
    if (this.#dataloaderIdx === dataloaderIdx) return;
    this.#dataloaderIdx = dataloaderIdx;
    this.#evaluation?.restart(`${description} DataLoader ${dataloaderIdx}`, trainer.numBatches);
  }

  #advance(batchIdx: number): void {
    this.#evaluated++;
    if (this.#evaluation?.advance(batchIdx + 1)) this.#evaluation.draw();
  }

  #drawMain(trainer: Trainer, module: LightningModule): void {
    if (this.#main === null || !this.#isLive) return;
    this.#main.postfix = this.getMetrics(trainer, module);
    this.#main.draw();
  }

  #finish(description: string, trainer: Trainer): void {
    if (!this.#isLive) this.#writeLine(description, this.#evaluated, trainer);
    this.#screen.leave();
    this.#end();
  }

  #end(): void {
    this.#main = null;
    this.#evaluation = null;
  }

  /** In place of a bar, where there is no terminal. */
  #writeLine(description: string, batches: number, trainer: Trainer): void {
    if (this.isDisabled) return;
    const seconds = this.#main?.seconds ?? 0;
    const metrics = postfixText(trainer.progressBarMetrics);
    this.#output.write(`${description}: ${batches} batches in ${seconds.toFixed(1)} s${metrics}\n`);
  }
}

/** A version that is a text is shown by its end. */
function versionOf({ loggers }: Trainer): Record<string, string> {
  if (loggers.length === 0) return {};
  const versions = [...new Set(loggers.map(({ version }) => String(version)))];
  const [first] = loggers;
  const version = loggers.length === 1 ? first?.version : versions.join("_");
  return { v_num: typeof version === "string" ? version.slice(-4) : String(version) };
}
