import type { LightningModule } from "../core/lightningModule.js";
import { moduleParts } from "../core/moduleParts.js";
import type { TrainerFn } from "../protocol/runFile.js";
import type { Run } from "./run.js";

/** Runs in which a step without a loss was told of. */
const withoutLoss = new WeakSet<Run>();

const BATCH_HOOKS = ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"] as const;

/** Says what is there and will not be used. */
export function warnOfUnused(run: Run, fn: TrainerFn): void {
  if (fn === "fit") warnOfValidation(run);
  warnOfBatchHooks(run);
}

/** Parts that the user left in evaluation mode stay there: dropout does nothing in them, and statistics are not updated. */
export function warnOfEvaluationMode(module: LightningModule): void {
  const parts = [module, ...moduleParts(module)].filter(({ training }) => !training).length;
  if (parts === 0) return;
  console.warn(
    `Found ${parts} module(s) in eval mode at the start of training. This may lead to unexpected behavior during training. If this is intentional, you can ignore this warning; else call \`train()\` on them.`,
  );
}

/** A batch that is left out by mistake would go unnoticed. */
export function warnOfNoLoss(run: Run): void {
  if (withoutLoss.has(run)) return;
  withoutLoss.add(run);
  console.warn(
    "`trainingStep` returned nothing, so its batch is left out. If this was on purpose, ignore this warning.",
  );
}

function warnOfValidation({ module, sources }: Run): void {
  const hasLoader = sources.has("valDataloader");
  const hasStep = module.validationStep !== undefined;
  if (hasStep && !hasLoader) {
    console.warn("You defined a `validationStep` but have no `valDataloader`. Skipping val loop.");
  }
  if (hasLoader && !hasStep) {
    console.warn("You passed in a `valDataloader` but have no `validationStep`. Skipping val loop.");
  }
}

function warnOfBatchHooks({ module, sources: { datamodule } }: Run): void {
  for (const name of BATCH_HOOKS) {
    if (module[name] === undefined || datamodule?.[name] === undefined) continue;
    console.warn(
      `You have overridden \`${name}\` in both \`LightningModule\` and \`LightningDataModule\`. It will use the implementation from \`LightningDataModule\` instance.`,
    );
  }
}
