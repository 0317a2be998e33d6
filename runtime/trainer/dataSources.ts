import type { Awaitable } from "../core/hooks.js";
import type { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { BatchSource, Dataloaders } from "../core/loaders.js";
import { CombinedLoader, lengthOf, sizeOf } from "../data/combinedLoader.js";
import { DataLoader } from "../data/dataLoader.js";
import { RandomSampler } from "../data/samplers.js";
import { MisconfigurationException } from "../errors.js";
import type { Limit } from "./options.js";
import { inOrder } from "./overfitting.js";

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
  readonly #given = new Map<LoaderName, CombinedLoader>();

  constructor(
    private readonly module: LightningModule,
    readonly datamodule: LightningDataModule | null,
    private readonly passed: Partial<Record<LoaderName, Dataloaders>>,
  ) {}

  /** The loaders that it was last given, each by itself, however they are combined. */
  flattened(name: LoaderName): readonly BatchSource[] {
    return this.#given.get(name)?.flattened ?? [];
  }

  /**
   * Batches that a limit leaves of each of them; Infinity: unknown and without limit.
   *
   * @param limits to which they are added, loader by loader: of those before one that is refused they stay known.
   */
  limits(name: LoaderName, limit: Limit, limits: number[] = []): readonly number[] {
    for (const loader of this.flattened(name)) limits.push(limitedBatches(loader, limit, name));
    return limits;
  }

  /** Batches of all of them, of which a limit leaves so many of each. */
  together(name: LoaderName, limits: readonly number[]): number {
    return limits.length === 0 ? 0 : sizeOf(this.#given.get(name)?.mode ?? "sequential", limits);
  }

  /** True when loaders were given to the call itself. */
  get arePassed(): boolean {
    return Object.keys(this.passed).length > 0;
  }

  has(name: LoaderName): boolean {
    return this.passed[name] !== undefined || this.datamodule?.[name] !== undefined || this.module[name] !== undefined;
  }

  /**
   * Asks for the loaders: in training one whose batches are combined, else those that run one after another. A promise only when the
   * user's method gives one.
   *
   * @param overfits what a run that overfits calls these loaders: they do not shuffle.
   */
  load(name: LoaderName, overfits: "train" | "val" | null = null): Awaitable<readonly BatchSource[]> {
    const owner = this.datamodule?.[name] === undefined ? this.module : this.datamodule;
    const loaders = this.passed[name] ?? owner[name]?.();
    return loaders instanceof Promise
      ? loaders.then((given) => this.#combined(name, given, overfits))
      : this.#combined(name, loaders as Dataloaders | undefined, overfits);
  }

  #combined(
    name: LoaderName,
    loaders: Dataloaders | null | undefined,
    overfits: "train" | "val" | null,
  ): readonly BatchSource[] {
    if (loaders === undefined || loaders === null) {
      throw this.has(name) ? invalidLoader(name, loaders ?? null) : missingLoader(name);
    }
    const given = combine(loaders, name);
    if (given.flattened.length === 0) warnOfNothing(loaders as object, name);
    for (const loader of given.flattened) if (!isBatchSource(loader)) throw invalidLoader(name, loader);
    const combined = overfits === null ? given : inOrder(given, overfits);
    this.#given.set(name, combined);
    if (name === "trainDataloader" && combined.mode === "sequential") return [refusal(combined)];
    if (combined.mode === "sequential") return combined.flattened;
    return given.flattened[0] === loaders ? combined.flattened : [combined.batches()];
  }
}

/** How several loaders work together when the user does not say. */
function combine(loaders: Dataloaders, name: LoaderName): CombinedLoader {
  const isTraining = name === "trainDataloader";
  if (!(loaders instanceof CombinedLoader)) {
    return new CombinedLoader(loaders, isTraining ? "max_size_cycle" : "sequential");
  }
  if (name === "predictDataloader" && loaders.mode !== "sequential") {
    throw modeRefused("Prediction", loaders.mode, '"sequential"');
  }
  return loaders;
}

/** Training cannot go through loaders one after the other; like Lightning it says so when the first epoch asks for a batch. */
function refusal({ mode, length }: CombinedLoader): BatchSource {
  return {
    length,
    // biome-ignore lint/correctness/useYield: it never comes to one.
    *[Symbol.iterator]() {
      throw modeRefused("Training", mode, "another mode");
    },
  };
}

function warnOfNothing(loader: object, name: LoaderName): void {
  console.warn(
    `The ${loader.constructor.name} of \`${name}\` has no batches. Please make sure this was your intention.`,
  );
}

/** The order of evaluated batches changes no result but makes two runs differ. */
export function warnOfShuffling(loaders: readonly BatchSource[], name: LoaderName): void {
  if (!loaders.some((loader) => loader instanceof DataLoader && loader.sampler instanceof RandomSampler)) return;
  console.warn(
    `Your \`${name}\` shuffles. It is strongly recommended that you leave \`shuffle\` out for validation, test and prediction.`,
  );
}

function modeRefused(who: string, mode: string, instead: string): RangeError {
  return new RangeError(`${who} does not support \`new CombinedLoader(…, "${mode}")\`. Use ${instead}.`);
}

function missingLoader(name: LoaderName): MisconfigurationException {
  return new MisconfigurationException(
    `\`${name}\` must be implemented to be used with the Trainer. Define it in the data module or in the module, or pass loaders to the call.`,
  );
}

function invalidLoader(name: LoaderName, loader: unknown): TypeError {
  return new TypeError(
    `An invalid dataloader was returned from or passed as \`${name}\`. Found ${describe(loader)}. Give a DataLoader or something else to iterate over.`,
  );
}

/** Batches that a limit leaves of a loader's; Infinity: unknown and without limit. */
function limitedBatches(loader: BatchSource, limit: Limit, name: LoaderName): number {
  const length = lengthOf(loader);
  if (length === 0) warnOfNothing(loader, name);
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
