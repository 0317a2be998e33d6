import type { EvaluationLoop } from "./evaluationLoop.js";
import { IntervalTimer } from "./intervalTimer.js";
import type { Run } from "./run.js";

/** True in the epochs in which validation runs. */
export function isValidationEpoch({ options: { checkValEveryNEpoch: every }, trainer }: Run): boolean {
  return every === null || (trainer.currentEpoch + 1) % every === 0;
}

/** When `fit` validates. */
export class ValidationSchedule {
  /** For a `valCheckInterval` in time. */
  readonly #timer: IntervalTimer;

  constructor(
    private readonly run: Run,
    private readonly validation: EvaluationLoop,
    private readonly canStop: () => boolean,
  ) {
    const { valCheckInterval } = run.options;
    this.#timer = new IntervalTimer(valCheckInterval.kind === "time" ? valCheckInterval.seconds : 0);
  }

  /** True after the batches after which it does. */
  isDue(): boolean {
    const { trainer, options, progress } = this.run;
    if (!this.validation.isEnabled || !this.epochQualifies()) return false;
    const every = trainer.valCheckBatch;
    const { isLastBatch, current, total } = progress.batches;
    if (isLastBatch && every === Number.POSITIVE_INFINITY) return true;
    if (trainer.shouldStop && this.canStop()) return true;
    if (every === null) return this.#timer.isDue();
    if (every === Number.POSITIVE_INFINITY) {
      const { limitTrainBatches } = options;
      return limitTrainBatches.kind === "count" && current.ready % limitTrainBatches.batches === 0;
    }
    return (options.checkValEveryNEpoch === null ? total : current).ready % every === 0;
  }

  /** True in the epochs in which validation runs. */
  epochQualifies(): boolean {
    return isValidationEpoch(this.run);
  }

  /** It did just now. */
  validated(): void {
    this.#timer.restart();
  }
}
