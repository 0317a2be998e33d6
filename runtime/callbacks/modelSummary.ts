import type { LightningModule } from "../core/lightningModule.js";
import { summarize } from "../summary/modelSummary.js";
import { summaryText } from "../summary/summaryText.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

/** Prints the layers of the model when a fit begins. */
export class ModelSummary extends Callback {
  /** @param options.maxDepth how deep to go into nested layers; -1 all, 0 none; default 1. */
  constructor(private readonly options: { readonly maxDepth?: number } = {}) {
    super();
    const { maxDepth = 1 } = options;
    if (!Number.isInteger(maxDepth) || maxDepth < -1)
      throw new RangeError(`ModelSummary: \`maxDepth\` is ${maxDepth}; it can be -1, 0 or larger.`);
  }

  override onFitStart(trainer: Trainer, module: LightningModule): void {
    const { maxDepth = 1 } = this.options;
    if (maxDepth !== 0) trainer.print(`\n${summaryText(summarize(module), maxDepth)}\n`);
  }
}
