import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";

/** The owners of a field: the module, its hyperparameters, the data module, its hyperparameters. */
function ownersOf(trainer: Trainer, module: LightningModule): Record<string, unknown>[] {
  const { datamodule } = trainer;
  const owners: object[] = [module, module.hparams, ...(datamodule === null ? [] : [datamodule, datamodule.hparams])];
  return owners as Record<string, unknown>[];
}

/** True when the module, the data module, or the hyperparameters of one have the field. */
export function hasField(trainer: Trainer, module: LightningModule, name: string): boolean {
  return ownersOf(trainer, module).some((owner) => name in owner);
}

/** Sets the field wherever it is. */
export function setField(trainer: Trainer, module: LightningModule, name: string, value: unknown): void {
  for (const owner of ownersOf(trainer, module)) if (name in owner) owner[name] = value;
}
