import { emaAverage } from "../optim/averageModel.js";
import { WeightAveraging } from "./weightAveraging.js";

export interface EMAWeightAveragingOptions {
  /** Averages buffers too; default true. */
  readonly useBuffers?: boolean;
  /** What the old average keeps at each update; default 0.999. */
  readonly decay?: number;
  /** Updates after every so many optimizer steps; default 1. */
  readonly updateEveryNSteps?: number;
  /** The first step (from 0) that may update; default null: the first. */
  readonly updateStartingAtStep?: number | null;
  /** From this epoch on updates at the end of each epoch too; default null: never. */
  readonly updateStartingAtEpoch?: number | null;
}

/** Exponential moving average of the weights. */
export class EMAWeightAveraging extends WeightAveraging {
  readonly updateEveryNSteps: number;
  readonly updateStartingAtStep: number | null;
  readonly updateStartingAtEpoch: number | null;

  constructor({
    useBuffers = true,
    decay = 0.999,
    updateEveryNSteps = 1,
    updateStartingAtStep = null,
    updateStartingAtEpoch = null,
  }: EMAWeightAveragingOptions = {}) {
    super({ useBuffers, avgFn: emaAverage(decay) });
    if (!(decay >= 0 && decay <= 1)) {
      throw new RangeError(`EMAWeightAveraging: \`decay\` is ${decay}; it lies in [0, 1], such as 0.999.`);
    }
    this.updateEveryNSteps = updateEveryNSteps;
    this.updateStartingAtStep = updateStartingAtStep;
    this.updateStartingAtEpoch = updateStartingAtEpoch;
  }

  override shouldUpdate({ stepIdx, epochIdx }: { readonly stepIdx?: number; readonly epochIdx?: number }): boolean {
    if (stepIdx !== undefined) {
      const hasBegun = this.updateStartingAtStep === null || stepIdx >= this.updateStartingAtStep;
      return hasBegun && this.updateEveryNSteps > 0 && stepIdx % this.updateEveryNSteps === 0;
    }
    return epochIdx !== undefined && this.updateStartingAtEpoch !== null && epochIdx >= this.updateStartingAtEpoch;
  }
}
