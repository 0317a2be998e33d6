import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import type { Trainer } from "../trainer/trainer.js";
import { LrFinder, type LrFindMode } from "./lrFinder.js";
import { LrRange } from "./lrRange.js";
import { LrTrial } from "./lrTrial.js";
import { Snapshot } from "./snapshot.js";
import { hasField, setField } from "./tunedField.js";

export interface LrFindOptions {
  /** Default 1e-8. */
  readonly minLr?: number;
  /** Default 1. */
  readonly maxLr?: number;
  /** Learning rates to try; default 100. */
  readonly numTraining?: number;
  /** Default "exponential". */
  readonly mode?: LrFindMode;
  /** Stops when the smoothed loss is so many times the best one; null: never. Default 4. */
  readonly earlyStopThreshold?: number | null;
  /** Sets the suggestion on the model and its optimizers; default true. */
  readonly updateAttr?: boolean;
  /** The field of the model, or of its hyperparameters, that holds the learning rate; default: `lr` or `learningRate`. */
  readonly attrName?: string;
}

const FIELDS = ["lr", "learningRate"] as const;

/** Trains a few steps while the learning rate grows, and puts everything back as it was. Null in a `fastDevRun`. */
export async function lrFind(
  trainer: Trainer,
  module: LightningModule,
  options: LrFindOptions = {},
): Promise<LrFinder | null> {
  if (trainer.fastDevRun) {
    console.warn("Skipping learning rate finder since `fastDevRun` is enabled.");
    return null;
  }
  const { updateAttr = true, attrName = "" } = options;
  const field = updateAttr ? lrField(trainer, module, attrName) : null;
  const finder = await tryRates(trainer, module, options);
  if (field !== null) useSuggestion(trainer, module, field, finder.suggestion());
  return finder;
}

async function tryRates(trainer: Trainer, module: LightningModule, options: LrFindOptions): Promise<LrFinder> {
  const { minLr = 1e-8, maxLr = 1, numTraining = 100, mode = "exponential", earlyStopThreshold = 4 } = options;
  const [optimizer] = trainer.optimizers;
  if (optimizer === undefined || trainer.optimizers.length > 1) {
    throw new MisconfigurationException(
      `\`configureOptimizers\` of ${module.constructor.name} gave ${trainer.optimizers.length} optimizers, and the learning rate finder works with one. Give one.`,
    );
  }
  const before = new Snapshot(module, trainer.optimizers);
  const startSteps = trainer.globalStep;
  try {
    const range = new LrRange(optimizer, mode, minLr, maxLr, numTraining);
    const trial = new LrTrial(range, earlyStopThreshold);
    await trainer.runTrial({
      callbacks: [trial],
      options: {
        maxSteps: startSteps + numTraining,
        limitValBatches: { kind: "count", batches: numTraining },
        numSanityValSteps: 0,
      },
      lrSchedulers: [
        {
          ...{ scheduler: range, interval: "step", frequency: 1 },
          ...{ monitor: null, strict: true, name: null, reduceOnPlateau: false },
        },
      ],
    });
    if (trial.losses.length < numTraining)
      trainer.print(`LR finder stopped early after ${trial.losses.length} steps due to diverging loss.`);
    return new LrFinder(mode, minLr, maxLr, numTraining, { lr: trial.lrs, loss: trial.losses });
  } finally {
    before.restore();
    before.dispose();
  }
}

function useSuggestion(trainer: Trainer, module: LightningModule, field: string, lr: number | null): void {
  if (lr === null) return;
  setField(trainer, module, field, lr);
  for (const { paramGroups } of trainer.optimizers) for (const { options } of paramGroups) options.lr = lr;
  trainer.print(`Learning rate set to ${lr}`);
}

function lrField(trainer: Trainer, module: LightningModule, given: string): string {
  const found = given === "" ? FIELDS.find((name) => hasField(trainer, module, name)) : given;
  if (found !== undefined && hasField(trainer, module, found)) return found;
  const { name } = module.constructor;
  throw new TypeError(
    found === undefined
      ? `The learning rate finder sets the learning rate of ${name}, which has neither \`lr\` nor \`learningRate\`, nor have its hyperparameters. Give it one of them, or the field's name: \`attrName\`.`
      : `\`attrName\` is \`${found}\`, and neither ${name} nor its hyperparameters have such a field.`,
  );
}
