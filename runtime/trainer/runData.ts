import { LightningDataModule } from "../core/lightningDataModule.js";
import type { Dataloaders } from "../core/loaders.js";
import { MisconfigurationException } from "../errors.js";
import type { LoaderName } from "./dataSources.js";

/** Data for a fit: loaders, or a data module; and a checkpoint to go on from. */
export interface FitData {
  readonly trainDataloaders?: Dataloaders;
  readonly valDataloaders?: Dataloaders;
  readonly datamodule?: LightningDataModule;
  /** A path, or "best" or "last". */
  readonly ckptPath?: string | null;
}

export interface EvaluationData {
  readonly dataloaders?: Dataloaders;
  readonly datamodule?: LightningDataModule;
  /** Weights to use: a path, or "best" or "last". */
  readonly ckptPath?: string | null;
  /** Prints the results as a table; default true. */
  readonly verbose?: boolean;
}

export interface PredictionData extends EvaluationData {
  /** False: the predictions are not kept; for callbacks that write them. Default true. */
  readonly returnPredictions?: boolean;
}

/** The same for every entry point. */
export interface RunData {
  readonly datamodule: LightningDataModule | null;
  readonly passed: Partial<Record<LoaderName, Dataloaders>>;
  readonly ckptPath: string | null;
}

export function fitRunData(data: LightningDataModule | FitData): RunData {
  if (data instanceof LightningDataModule) return { datamodule: data, passed: {}, ckptPath: null };
  const { datamodule = null, trainDataloaders, valDataloaders, ckptPath = null } = data as FitData;
  if (datamodule !== null && (trainDataloaders ?? valDataloaders) !== undefined) {
    throw new MisconfigurationException(
      "You cannot pass `trainDataloaders` or `valDataloaders` to `trainer.fit` together with a `datamodule`. Pass one or the other.",
    );
  }
  const train = trainDataloaders && { trainDataloader: trainDataloaders };
  return { datamodule, passed: { ...train, ...(valDataloaders && { valDataloader: valDataloaders }) }, ckptPath };
}

export function evaluationRunData(data: LightningDataModule | EvaluationData, name: LoaderName, fn: string): RunData {
  if (data instanceof LightningDataModule) return { datamodule: data, passed: {}, ckptPath: null };
  const { datamodule = null, dataloaders, ckptPath = null } = data as EvaluationData;
  if (datamodule !== null && dataloaders !== undefined) {
    throw new MisconfigurationException(
      `You cannot pass \`dataloaders\` to \`trainer.${fn}\` together with a \`datamodule\`. Pass one or the other.`,
    );
  }
  return { datamodule, passed: dataloaders === undefined ? {} : { [name]: dataloaders }, ckptPath };
}
