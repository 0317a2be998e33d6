import { join } from "node:path";
import { stringify } from "yaml";
import { writeFileAtomic } from "../atomicFile.js";
import type { Mode } from "../checkpoint/bestModels.js";
import { isEmptyFolder, lastCheckpoints } from "../checkpoint/checkpointFolder.js";
import type { NameValues } from "../checkpoint/checkpointName.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Awaitable } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Trainer } from "../trainer/trainer.js";
import { Checkpoint } from "./checkpoint.js";
import { CheckpointKeeper, type FileNaming } from "./checkpointKeeper.js";
import { filledIn, type ModelCheckpointOptions, resolveTriggers, type Triggers } from "./modelCheckpointOptions.js";
import { stateKeyOf } from "./stateKey.js";
import { validatesAfterBatch, validatesOncePerEpoch } from "./validationSchedule.js";

/**
 * Writes checkpoints while a fit goes on: at the end of epochs or validations, every so many steps, or after some time; the best by a logged
 * metric, the latest, or all. The Trainer adds one by itself.
 */
export class ModelCheckpoint extends Checkpoint implements FileNaming {
  CHECKPOINT_NAME_LAST = "last";
  CHECKPOINT_JOIN_CHAR = "-";
  CHECKPOINT_EQUALS_CHAR = "=";
  readonly #options: Required<ModelCheckpointOptions>;
  readonly #triggers: Triggers;
  readonly #keeper: CheckpointKeeper;
  #timeChecked = 0;
  /** The metric was not there yet when a save was due: the next validation brings it. */
  #awaitsValidation = false;

  constructor(options: ModelCheckpointOptions = {}) {
    super();
    this.#options = filledIn(options);
    this.#triggers = resolveTriggers(this.#options);
    this.#keeper = new CheckpointKeeper(this, this.#options);
    const { everyNTrainSteps, trainTimeInterval } = this.#triggers;
    // A hook that is not there costs nothing.
    if (everyNTrainSteps >= 1 || trainTimeInterval !== null)
      this.onTrainBatchEnd = (trainer, module) => this.#afterBatch(trainer, module);
  }

  override get stateKey(): string {
    return stateKeyOf(this, { monitor: this.monitor, mode: this.mode, ...this.#triggers });
  }

  get monitor(): string | null {
    return this.#options.monitor;
  }

  get mode(): Mode {
    return this.#options.mode;
  }

  get saveTopK(): number {
    return this.#options.saveTopK;
  }

  get saveLast(): boolean | "link" | null {
    return this.#options.saveLast;
  }

  get saveWeightsOnly(): boolean {
    return this.#options.saveWeightsOnly;
  }

  get filename(): string | null {
    return this.#options.filename;
  }

  get everyNEpochs(): number {
    return this.#triggers.everyNEpochs;
  }

  /** Where the files go; null until a run begins when it was not given. */
  get dirpath(): string | null {
    return this.#keeper.dirpath;
  }

  /** The checkpoint with the best value; without a metric the latest. */
  get bestModelPath(): string {
    return this.monitor === null ? this.#keeper.latestPath : this.#keeper.best.bestPath;
  }

  get bestModelScore(): number | null {
    return this.#keeper.best.bestScore;
  }

  /** The values of the checkpoints that are kept, by path. */
  get bestKModels(): Readonly<Record<string, number>> {
    return this.#keeper.best.models;
  }

  get kthBestModelPath(): string {
    return this.#keeper.best.kthPath;
  }

  get kthValue(): number {
    return this.#keeper.best.kthValue;
  }

  /** The value with the last save among the best. */
  get currentScore(): number | null {
    return this.#keeper.currentScore;
  }

  get lastModelPath(): string {
    return this.#keeper.lastModelPath;
  }

  override setup(trainer: Trainer, _module: LightningModule, stage: string): void {
    this.#keeper.dirpath ??= folderOf(trainer);
    if (stage === "fit" && this.saveTopK !== 0 && !isEmptyFolder(this.#keeper.dirpath))
      console.warn(`Checkpoint directory ${this.dirpath} exists and is not empty.`);
  }

  override onTrainStart(): void {
    this.#timeChecked = performance.now();
  }

  override onTrainEpochEnd(trainer: Trainer): Awaitable<void> {
    if (this.#mayNotSave(trainer) || !this.#savesOnTrainEpochEnd(trainer)) return undefined;
    return this.#saveEpoch(trainer);
  }

  override onValidationEnd(trainer: Trainer): Awaitable<void> {
    if (this.#mayNotSave(trainer) || this.#savesOnTrainEpochEnd(trainer)) return undefined;
    if (!this.#awaitsValidation) return this.#saveEpoch(trainer);
    this.#awaitsValidation = false;
    return this.#saveBoth(trainer);
  }

  override async onTrainEnd(trainer: Trainer): Promise<void> {
    if (this.#keeper.lastPathSaved === "") await this.#keeper.saveLast(trainer, valuesOf(trainer));
  }

  override async onException(trainer: Trainer, _module: LightningModule, exception: unknown): Promise<void> {
    if (!this.#options.saveOnException || trainer.fastDevRun > 0 || trainer.sanityChecking) return;
    if (this.#keeper.lastStepSaved === trainer.globalStep) return;
    const values = valuesOf(trainer);
    const path = this.#keeper.path(values);
    await this.#keeper.save(trainer, path);
    await this.#keeper.saveLast(trainer, values);
    const { name, message } = exception instanceof Error ? exception : new Error(String(exception));
    trainer.print(`An ${name} was raised with message: ${message}, saved checkpoint to ${path}`);
  }

  override stateDict(): StateDict {
    return {
      monitor: this.monitor,
      bestModelScore: this.bestModelScore,
      bestModelPath: this.bestModelPath,
      currentScore: this.currentScore,
      dirpath: this.dirpath,
      bestKModels: { ...this.bestKModels },
      kthBestModelPath: this.kthBestModelPath,
      kthValue: this.kthValue,
      lastModelPath: this.lastModelPath,
    };
  }

  override loadStateDict(state: StateDict): void {
    const { dirpath = this.dirpath, bestModelPath } = state;
    const { best } = this.#keeper;
    if (dirpath === this.dirpath) {
      best.models = { ...(state["bestKModels"] as Record<string, number>) };
      best.bestScore = state["bestModelScore"] as number | null;
      best.kthPath = state["kthBestModelPath"] as string;
      best.kthValue = state["kthValue"] as number;
      this.#keeper.lastModelPath = state["lastModelPath"] as string;
    } else {
      console.warn(
        `The dirpath has changed from '${dirpath}' to '${this.dirpath}', therefore \`bestModelScore\`, \`kthBestModelPath\`, ` +
          "`kthValue`, `lastModelPath` and `bestKModels` won't be reloaded. Only `bestModelPath` will be reloaded.",
      );
    }
    this.#keeper.latestPath = best.bestPath = bestModelPath as string;
  }

  /** The path that a checkpoint with these values would get. */
  formatCheckpointName(
    metrics: Readonly<Record<string, number>>,
    options: { readonly filename?: string; readonly version?: number } = {},
  ): string {
    const { epoch, step, ...others } = metrics;
    const counts = { ...(epoch !== undefined && { epoch }), ...(step !== undefined && { step }) };
    return this.#keeper.path({ counts, metrics: others }, options.filename, options.version);
  }

  /** Writes the paths and values of the best checkpoints as YAML; default: `best_k_models.yaml` beside them. */
  toYaml(path: string = join(this.dirpath ?? ".", "best_k_models.yaml")): void {
    writeFileAtomic(path, stringify(this.bestKModels, { sortMapEntries: true }));
  }

  /** @internal The `last` checkpoints in its folder. */
  findLast(trainer: Trainer): string[] {
    return lastCheckpoints(this.dirpath ?? folderOf(trainer), this.CHECKPOINT_NAME_LAST);
  }

  /** A step's or a time's save; one that needs a fresh metric waits for the validation that brings it. */
  #afterBatch(trainer: Trainer, module: LightningModule): Awaitable<void> {
    const { everyNTrainSteps, trainTimeInterval } = this.#triggers;
    const stepIsDue = everyNTrainSteps >= 1 && trainer.globalStep % everyNTrainSteps === 0;
    const now = performance.now();
    const timeIsDue = trainTimeInterval !== null && now - this.#timeChecked >= trainTimeInterval * 1000;
    if (!stepIsDue && (!timeIsDue || !module.automaticOptimization)) return undefined;
    if (timeIsDue) this.#timeChecked = now;
    const mayNotSave = this.#mayNotSave(trainer);
    if (!module.automaticOptimization && mayNotSave) return undefined;
    if (this.#metricComesLater(trainer, module)) {
      this.#awaitsValidation = true;
      return undefined;
    }
    if (mayNotSave) return undefined;
    if (!module.automaticOptimization) this.#keeper.warnOnce(AFTER_OPTIMIZATION);
    return this.#saveBoth(trainer);
  }

  #metricComesLater(trainer: Trainer, module: LightningModule): boolean {
    // Asked for in any case: what was logged until now is known from then on, even when the run ends here.
    const { callbackMetrics } = trainer;
    if (this.monitor === null) return false;
    if (!(this.monitor in callbackMetrics)) return true;
    return module.automaticOptimization && !this.#savesOnTrainEpochEnd(trainer) && validatesAfterBatch(trainer);
  }

  async #saveEpoch(trainer: Trainer): Promise<void> {
    const { everyNEpochs } = this.#triggers;
    const values = valuesOf(trainer);
    if (everyNEpochs >= 1 && (trainer.currentEpoch + 1) % everyNEpochs === 0)
      await this.#keeper.saveTopK(trainer, values);
    const { lastStepSaved, lastPathSaved } = this.#keeper;
    if (lastStepSaved === trainer.globalStep || (this.saveLast === "link" && lastPathSaved !== ""))
      await this.#keeper.saveLast(trainer, values);
  }

  async #saveBoth(trainer: Trainer): Promise<void> {
    const values = valuesOf(trainer);
    await this.#keeper.saveTopK(trainer, values);
    await this.#keeper.saveLast(trainer, values);
  }

  #mayNotSave(trainer: Trainer): boolean {
    const isFit = trainer.state.fn === "fit" && !trainer.sanityChecking && trainer.fastDevRun === 0;
    return !isFit || this.#keeper.lastStepSaved === trainer.globalStep;
  }

  /** Else at the end of validations. */
  #savesOnTrainEpochEnd(trainer: Trainer): boolean {
    const { saveOnTrainEpochEnd } = this.#options;
    if (saveOnTrainEpochEnd !== null) return saveOnTrainEpochEnd;
    if (trainer.checkValEveryNEpoch !== 1 || trainer.valCheckInterval.kind === "time") return false;
    return trainer.numValBatches.every((batches) => batches === 0) || validatesOncePerEpoch(trainer);
  }
}

const AFTER_OPTIMIZATION =
  "ModelCheckpoint with manual optimization and everyNTrainSteps saves the model as it is after the optimizer's step.";

/** Where checkpoints go by default: into the run's folder, else below the Trainer's. */
function folderOf({ loggers: [logger], defaultRootDir }: Trainer): string {
  if (logger === undefined) return join(defaultRootDir, "checkpoints");
  const { name, version } = logger;
  const folder = typeof version === "number" ? `version_${version}` : version;
  return join(logger.saveDir ?? defaultRootDir, name, folder, "checkpoints");
}

/** What may be monitored, and stand in names: what was logged, and where the fit is. */
function valuesOf({ callbackMetrics, currentEpoch, globalStep }: Trainer): NameValues {
  const { epoch, step, ...metrics } = callbackMetrics;
  return { metrics, counts: { epoch: Math.trunc(epoch ?? currentEpoch), step: Math.trunc(step ?? globalStep) } };
}
