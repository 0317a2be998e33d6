import type { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { BatchSource, Dataloaders } from "../core/loaders.js";
import { MisconfigurationException } from "../errors.js";
import { lengthOf } from "./batchFetcher.js";
import type { Limit } from "./options.js";

/** The loaders that a run may ask for, by the name of the method that gives them. */
export type LoaderName = "trainDataloader" | "valDataloader" | "testDataloader" | "predictDataloader";

const LIMIT_OF: Record<LoaderName, string> = {
  trainDataloader: "limitTrainBatches",
  valDataloader: "limitValBatches",
  testDataloader: "limitTestBatches",
  predictDataloader: "limitPredictBatches",
};

/** Where a run's batches come from: loaders that were passed, else the data module's, else the module's own methods. */
export class DataSources {
  constructor(
    private readonly module: LightningModule,
    readonly datamodule: LightningDataModule | null,
    private readonly passed: Partial<Record<LoaderName, Dataloaders>>,
  ) {}

  has(name: LoaderName): boolean {
    return this.passed[name] !== undefined || this.datamodule?.[name] !== undefined || this.module[name] !== undefined;
  }

  /** Asks for the loaders; a list for several. */
  async load(name: LoaderName): Promise<readonly BatchSource[]> {
    const loaders =
      this.passed[name] ??
      (await (this.datamodule?.[name] === undefined ? this.module[name]?.() : this.datamodule[name]?.()));
    if (loaders === undefined || loaders === null) return [];
    const list = Array.isArray(loaders) ? (loaders as readonly BatchSource[]) : [loaders as BatchSource];
    for (const loader of list) {
      if (isBatchSource(loader)) continue;
      throw new TypeError(
        `An invalid dataloader was returned from or passed as \`${name}\`. Found ${describe(loader)}. Give a DataLoader or something else to iterate over.`,
      );
    }
    return list;
  }
}

/** Batches that a limit leaves of a loader's; Infinity: unknown and without limit. */
export function limitedBatches(loader: BatchSource, limit: Limit, name: LoaderName): number {
  const length = lengthOf(loader);
  if (limit.kind === "count") return Math.min(limit.batches, length ?? Number.POSITIVE_INFINITY);
  if (length === null) {
    if (limit.share === 1) return Number.POSITIVE_INFINITY;
    if (limit.share === 0) return 0;
    throw new MisconfigurationException(
      `The \`${name}\` has no length, so \`${LIMIT_OF[name]}=${limit.share}\` cannot be a share of it. Give a number of batches, or a loader with a length.`,
    );
  }
  const batches = Math.floor(length * limit.share);
  if (batches === 0 && limit.share > 0 && length > 0) {
    throw new MisconfigurationException(
      `You requested to check ${limit.share} of the \`${name}\` but ${limit.share} * ${length} < 1. ` +
        `Please increase the \`${LIMIT_OF[name]}\` argument. Try at least \`${LIMIT_OF[name]}=${1 / length}\`.`,
    );
  }
  return batches;
}

function isBatchSource(value: unknown): value is BatchSource {
  return typeof value === "object" && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value);
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? `a ${value.constructor?.name ?? "object"}` : String(value);
}
