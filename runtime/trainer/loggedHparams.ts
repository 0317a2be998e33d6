import { isDeepStrictEqual } from "node:util";
import type { Hparams } from "../core/hparams.js";
import type { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";

/**
 * The hyperparameters that a run's loggers get: the module's and the data module's together; null: neither saved any for them.
 *
 * @throws when both have one under the same name with different values.
 */
export function loggedHparams(module: LightningModule, datamodule: LightningDataModule | null): Hparams | null {
  const ofModule = module.logsHyperparameters ? module.hparamsInitial : null;
  const ofData = datamodule?.logsHyperparameters ? datamodule.hparamsInitial : null;
  if (ofModule === null || ofData === null) return ofModule ?? ofData;
  const conflict = Object.keys(ofModule).find(
    (name) => name in ofData && !isDeepStrictEqual(ofModule[name], ofData[name]),
  );
  if (conflict !== undefined) throw hparamsConflict(conflict, ofModule[conflict], ofData[conflict]);
  return { ...ofModule, ...ofData };
}

function hparamsConflict(name: string, ofModule: unknown, ofData: unknown): Error {
  return new Error(
    `Error while merging hparams: \`${name}\` is ${JSON.stringify(ofModule)} in the module's hyperparameters and ${JSON.stringify(ofData)} in the data module's. Give it the same value in both, or another name in one.`,
  );
}
