import type { LightningModule } from "../core/lightningModule.js";
import { alternatives } from "../errors.js";
import type { Trainer } from "../trainer/trainer.js";
import { type LrFindOptions, lrFind } from "../tuner/lrFind.js";
import type { LrFinder } from "../tuner/lrFinder.js";
import { TunerExit } from "../tuner/tunerExit.js";
import { Callback } from "./callback.js";

export interface LearningRateFinderOptions extends Omit<LrFindOptions, "numTraining"> {
  /** Learning rates to try; default 100. */
  readonly numTrainingSteps?: number;
}

const MODES = ["exponential", "linear"] as const;

/** Looks for a good learning rate before a fit begins, and trains with it. */
export class LearningRateFinder extends Callback {
  readonly #options: LrFindOptions;
  readonly #endsRun: boolean;
  /** What was found; null before. */
  optimalLr: LrFinder | null = null;

  /** @param endsRun the fit ends with what was found: the Tuner wants no more. */
  constructor({ numTrainingSteps = 100, ...options }: LearningRateFinderOptions = {}, endsRun = false) {
    super();
    const { mode = "exponential" } = options;
    if (!MODES.includes(mode))
      throw new RangeError(`LearningRateFinder: \`mode\` is ${mode}; it should be ${alternatives(MODES)}.`);
    this.#options = { ...options, numTraining: numTrainingSteps };
    this.#endsRun = endsRun;
  }

  override async onFitStart(trainer: Trainer, module: LightningModule): Promise<void> {
    await this.lrFind(trainer, module);
  }

  /** Call it in another hook of a subclass to look again later. */
  async lrFind(trainer: Trainer, module: LightningModule): Promise<void> {
    this.optimalLr = await lrFind(trainer, module, this.#options);
    if (this.#endsRun) throw new TunerExit();
  }
}
