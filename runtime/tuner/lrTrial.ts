import { Callback } from "../callbacks/callback.js";
import type { StepOutputs } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";
import type { LrRange } from "./lrRange.js";

/** How much of the smoothed loss stays at each step. */
const BETA = 0.98;

/** Notes the learning rate and the smoothed loss of each step, and ends the trial when the loss diverges. */
export class LrTrial extends Callback {
  readonly lrs: number[] = [];
  readonly losses: number[] = [];
  #average = 0;
  #best = 0;

  /** @param threshold the trial ends when the loss is so many times the best one; null: never. */
  constructor(
    private readonly range: LrRange,
    private readonly threshold: number | null,
  ) {
    super();
  }

  override onTrainBatchStart(trainer: Trainer): void {
    if (this.#steps(trainer)) this.lrs.push(this.range.lr);
  }

  override onTrainBatchEnd(trainer: Trainer, _module: LightningModule, outputs: StepOutputs): void {
    if (!this.#steps(trainer)) return;
    if (outputs.loss === undefined) {
      // The rate of this step is noted already: a gap keeps both lists in step.
      this.losses.push(Number.NaN);
      return;
    }
    const step = trainer.globalStep;
    this.#average = BETA * this.#average + (1 - BETA) * (outputs.loss.dataSync()[0] as number);
    const smoothed = this.#average / (1 - BETA ** (step + 1));
    if (this.threshold !== null && step > 1 && smoothed > this.threshold * this.#best) trainer.shouldStop = true;
    if (smoothed < this.#best || step === 1) this.#best = smoothed;
    this.losses.push(smoothed);
  }

  #steps({ batchIdx, accumulateGradBatches }: Trainer): boolean {
    return (batchIdx + 1) % accumulateGradBatches === 0;
  }
}
