import { existsSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeFileAtomic } from "../atomicFile.js";
import { BestModels, type Mode } from "../checkpoint/bestModels.js";
import { CHECKPOINT_EXTENSION } from "../checkpoint/checkpointFile.js";
import {
  isBelow,
  isEmptyFolder,
  lastCheckpoints,
  linkCheckpoint,
  realFolder,
  removeCheckpoint,
} from "../checkpoint/checkpointFolder.js";
import { checkpointName, type NameValues } from "../checkpoint/checkpointName.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Awaitable } from "../core/hooks.js";
import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import { pythonFormat } from "../pythonFormat.js";
import type { Trainer } from "../trainer/trainer.js";
import { Checkpoint } from "./checkpoint.js";
import { type ModelCheckpointOptions, resolveTriggers, type Triggers } from "./modelCheckpointOptions.js";
import { stateKeyOf } from "./stateKey.js";
import { validatesAfterBatch, validatesOncePerEpoch } from "./validationSchedule.js";

/**
 * Writes checkpoints while a fit goes on: at the end of epochs or validations, every so many steps, or after some time; the best by a logged
 * metric, the latest, or all. The Trainer adds one by itself.
 */
export class ModelCheckpoint extends Checkpoint {
  CHECKPOINT_NAME_LAST = "last";
  CHECKPOINT_JOIN_CHAR = "-";
  CHECKPOINT_EQUALS_CHAR = "=";

  readonly monitor: string | null;
  readonly mode: Mode;
  readonly verbose: boolean;
  readonly saveLast: boolean | "link" | null;
  readonly saveTopK: number;
  readonly saveOnException: boolean;
  readonly saveWeightsOnly: boolean;
  readonly autoInsertMetricName: boolean;
  /** Where the files go; null until a run begins when it was not given. */
  dirpath: string | null;
  filename: string | null;
  /** The value with the last save among the best. */
  currentScore: number | null = null;
  lastModelPath = "";
  readonly #triggers: Triggers;
  readonly #saveOnTrainEpochEnd: boolean | null;
  readonly #countsVersions: boolean;
  readonly #best: BestModels;
  #latestPath = "";
  #lastStepSaved = 0;
  #lastPathSaved = "";
  #timeChecked = 0;
  /** The metric was not there yet when a save was due: the next validation brings it. */
  #awaitsValidation = false;
  #warned = new Set<string>();

  constructor(options: ModelCheckpointOptions = {}) {
    super();
    this.#triggers = resolveTriggers(options);
    this.monitor = options.monitor ?? null;
    this.mode = options.mode ?? "min";
    this.verbose = options.verbose ?? false;
    this.saveLast = options.saveLast ?? null;
    this.saveTopK = options.saveTopK ?? 1;
    this.saveOnException = options.saveOnException ?? false;
    this.saveWeightsOnly = options.saveWeightsOnly ?? false;
    this.autoInsertMetricName = options.autoInsertMetricName ?? true;
    this.dirpath = options.dirpath ? realFolder(options.dirpath) : null;
    this.filename = options.filename ?? null;
    this.#saveOnTrainEpochEnd = options.saveOnTrainEpochEnd ?? null;
    this.#countsVersions = options.enableVersionCounter ?? true;
    this.#best = new BestModels(this.mode, this.saveTopK);
    const { everyNTrainSteps, trainTimeInterval } = this.#triggers;
    // A hook that is not there costs nothing.
    if (everyNTrainSteps >= 1 || trainTimeInterval !== null)
      this.onTrainBatchEnd = (trainer, module) => this.#afterBatch(trainer, module);
  }

  override get stateKey(): string {
    return stateKeyOf(this, { monitor: this.monitor, mode: this.mode, ...this.#triggers });
  }

  get everyNEpochs(): number {
    return this.#triggers.everyNEpochs;
  }

  /** The checkpoint with the best value; without a metric the latest. */
  get bestModelPath(): string {
    return this.monitor === null ? this.#latestPath : this.#best.bestPath;
  }

  get bestModelScore(): number | null {
    return this.#best.bestScore;
  }

  /** The values of the checkpoints that are kept, by path. */
  get bestKModels(): Readonly<Record<string, number>> {
    return this.#best.models;
  }

  get kthBestModelPath(): string {
    return this.#best.kthPath;
  }

  get kthValue(): number {
    return this.#best.kthValue;
  }

  override setup(trainer: Trainer, _module: LightningModule, stage: string): void {
    this.dirpath ??= folderOf(trainer);
    if (stage === "fit" && this.saveTopK !== 0 && trainer.fastDevRun === 0 && !isEmptyFolder(this.dirpath))
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
    return this.#saveBoth(trainer, valuesOf(trainer));
  }

  override async onTrainEnd(trainer: Trainer): Promise<void> {
    if (this.saveLast && this.#lastPathSaved === "" && trainer.fastDevRun === 0)
      await this.#saveLastCheckpoint(trainer, valuesOf(trainer));
  }

  override async onException(trainer: Trainer, _module: LightningModule, exception: unknown): Promise<void> {
    const alreadySaved = this.#lastStepSaved === trainer.globalStep;
    if (!this.saveOnException || trainer.fastDevRun > 0 || trainer.sanityChecking || alreadySaved) return;
    const values = valuesOf(trainer);
    const path = this.#formatName(values);
    await this.#save(trainer, path);
    await this.#saveLastCheckpoint(trainer, values);
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
    if (dirpath === this.dirpath) {
      this.#best.models = { ...(state["bestKModels"] as Record<string, number>) };
      this.#best.bestScore = state["bestModelScore"] as number | null;
      this.#best.kthPath = state["kthBestModelPath"] as string;
      this.#best.kthValue = state["kthValue"] as number;
      this.lastModelPath = state["lastModelPath"] as string;
    } else {
      console.warn(
        `The dirpath has changed from '${dirpath}' to '${this.dirpath}', therefore \`bestModelScore\`, \`kthBestModelPath\`, ` +
          "`kthValue`, `lastModelPath` and `bestKModels` won't be reloaded. Only `bestModelPath` will be reloaded.",
      );
    }
    this.#latestPath = this.#best.bestPath = bestModelPath as string;
  }

  /** The path that a checkpoint with these values would get. */
  formatCheckpointName(
    metrics: Readonly<Record<string, number>>,
    options: { readonly filename?: string; readonly version?: number } = {},
  ): string {
    const { epoch, step, ...others } = metrics;
    const counts = { ...(epoch !== undefined && { epoch }), ...(step !== undefined && { step }) };
    return this.#formatName({ counts, metrics: others }, options.filename, options.version);
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
    if (!module.automaticOptimization) this.#warnOnce(AFTER_OPTIMIZATION);
    return this.#saveBoth(trainer, valuesOf(trainer));
  }

  #metricComesLater(trainer: Trainer, module: LightningModule): boolean {
    if (this.monitor === null) return false;
    if (!(this.monitor in trainer.callbackMetrics)) return true;
    return module.automaticOptimization && !this.#savesOnTrainEpochEnd(trainer) && validatesAfterBatch(trainer);
  }

  async #saveEpoch(trainer: Trainer): Promise<void> {
    const { everyNEpochs } = this.#triggers;
    const values = valuesOf(trainer);
    if (everyNEpochs >= 1 && (trainer.currentEpoch + 1) % everyNEpochs === 0) await this.#saveTopK(trainer, values);
    const hasSaved = this.#lastStepSaved === trainer.globalStep;
    if (hasSaved || (this.saveLast === "link" && this.#lastPathSaved !== ""))
      await this.#saveLastCheckpoint(trainer, values);
  }

  async #saveBoth(trainer: Trainer, values: NameValues): Promise<void> {
    await this.#saveTopK(trainer, values);
    await this.#saveLastCheckpoint(trainer, values);
  }

  async #saveTopK(trainer: Trainer, values: NameValues): Promise<void> {
    if (this.saveTopK === 0) return;
    if (this.monitor === null) return this.#saveLatest(trainer, values);
    const value = values.metrics[this.monitor] ?? values.counts[this.monitor];
    if (value === undefined) this.#reportMissing(trainer, values, this.monitor);
    else if (this.#best.wants(value)) await this.#saveBest(trainer, values, this.monitor, value);
    else if (this.verbose) trainer.print(`${whenText(values)}: '${this.monitor}' was not in top ${this.saveTopK}`);
  }

  async #saveLatest(trainer: Trainer, values: NameValues): Promise<void> {
    const previous = this.#latestPath;
    const path = this.#freePath(values, previous);
    // Set before: it is part of what is saved.
    this.#latestPath = path;
    await this.#save(trainer, path);
    if (this.saveTopK === 1) this.#remove(trainer, previous, path);
  }

  async #saveBest(trainer: Trainer, values: NameValues, monitor: string, value: number): Promise<void> {
    const leaving = this.#best.makeRoom();
    const path = this.#freePath(values, leaving);
    this.currentScore = this.#best.add(path, value);
    if (this.verbose) {
      const [reached, best] = [this.currentScore, this.bestModelScore ?? 0].map((score) =>
        pythonFormat(score, ".5f", "float"),
      );
      const count = this.saveTopK === -1 ? Object.keys(this.bestKModels).length : this.saveTopK;
      trainer.print(
        `${whenText(values)}: '${monitor}' reached ${reached} (best ${best}), saving model to '${path}' as top ${count}`,
      );
    }
    await this.#save(trainer, path);
    this.#remove(trainer, leaving ?? "", path);
  }

  async #saveLastCheckpoint(trainer: Trainer, values: NameValues): Promise<void> {
    if (!this.saveLast) return;
    const previous = this.lastModelPath;
    const path = this.#freePath(values, previous, this.CHECKPOINT_NAME_LAST);
    this.lastModelPath = path;
    if (this.saveLast === "link" && this.#lastPathSaved !== "" && this.saveTopK !== 0)
      linkCheckpoint(this.#lastPathSaved, path);
    else await this.#save(trainer, path);
    this.#remove(trainer, previous, path);
  }

  async #save(trainer: Trainer, path: string): Promise<void> {
    await trainer.saveCheckpoint(path, { weightsOnly: this.saveWeightsOnly });
    this.#lastStepSaved = trainer.globalStep;
    this.#lastPathSaved = path;
    for (const logger of trainer.loggers) logger.afterSaveCheckpoint(this);
  }

  /** Removes a checkpoint that another one replaced; never the one from which the run was resumed, nor one elsewhere. */
  #remove(trainer: Trainer, previous: string, current: string): void {
    if (previous === "" || previous === current || this.dirpath === null) return;
    if (trainer.ckptPath !== null && realFolder(trainer.ckptPath) === realFolder(previous)) return;
    if (isBelow(previous, this.dirpath)) removeCheckpoint(previous, this.dirpath);
  }

  /** The path of a new checkpoint; when there is a file, and it is not the one to be replaced, with a number. */
  #freePath(values: NameValues, replaced: string | null, filename = this.filename ?? ""): string {
    let path = this.#formatName(values, filename);
    if (!this.#countsVersions) return path;
    for (let version = 1; existsSync(path) && path !== replaced; version++)
      path = this.#formatName(values, filename, version);
    return path;
  }

  #formatName(values: NameValues, filename: string = this.filename ?? "", version?: number): string {
    const template = filename === "" ? `{epoch}${this.CHECKPOINT_JOIN_CHAR}{step}` : filename;
    const { autoInsertMetricName } = this;
    const name = checkpointName(template, values, { autoInsertMetricName, equals: this.CHECKPOINT_EQUALS_CHAR });
    const numbered = version === undefined ? name : `${name}${this.CHECKPOINT_JOIN_CHAR}v${version}`;
    return join(this.dirpath ?? "", `${numbered}${CHECKPOINT_EXTENSION}`);
  }

  #mayNotSave(trainer: Trainer): boolean {
    const isFit = trainer.state.fn === "fit" && !trainer.sanityChecking && trainer.fastDevRun === 0;
    return !isFit || this.#lastStepSaved === trainer.globalStep;
  }

  /** Else at the end of validations. */
  #savesOnTrainEpochEnd(trainer: Trainer): boolean {
    if (this.#saveOnTrainEpochEnd !== null) return this.#saveOnTrainEpochEnd;
    if (trainer.checkValEveryNEpoch !== 1 || trainer.valCheckInterval.kind === "time") return false;
    return trainer.numValBatches.every((batches) => batches === 0) || validatesOncePerEpoch(trainer);
  }

  #reportMissing(trainer: Trainer, { metrics, counts }: NameValues, monitor: string): void {
    const names = [...Object.keys(metrics), ...Object.keys(counts)].map((name) => `'${name}'`).join(", ");
    const message =
      `\`ModelCheckpoint(monitor='${monitor}')\` could not find the monitored key in the returned metrics: [${names}]. ` +
      `HINT: Did you call \`log('${monitor}', value)\` in the \`LightningModule\`?`;
    if (trainer.fitLoop?.validation.hasRun) throw new MisconfigurationException(message);
    this.#warnOnce(message);
  }

  #warnOnce(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    console.warn(message);
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

function whenText({ counts }: NameValues): string {
  return `Epoch ${counts["epoch"]}, global step ${counts["step"]}`;
}
