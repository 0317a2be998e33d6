import type { LightningModule } from "../core/lightningModule.js";
import { refuseDepth, ModelSummary as Summary } from "../summary/modelSummary.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

/** Prints the layers of the model when a fit begins. */
export class ModelSummary extends Callback {
  /** @param options.maxDepth how deep to go into nested layers; -1 all, 0 none; default 1. */
  constructor(private readonly options: { readonly maxDepth?: number } = {}) {
    super();
    refuseDepth(options.maxDepth ?? 1);
  }

  override onFitStart(trainer: Trainer, module: LightningModule): void {
    if (this.options.maxDepth !== 0) trainer.print(`\n${new Summary(module, this.options)}\n`);
  }
}
