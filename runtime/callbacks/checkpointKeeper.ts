import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BestModels } from "../checkpoint/bestModels.js";
import { CHECKPOINT_EXTENSION } from "../checkpoint/checkpointFile.js";
import { linkCheckpoint, realFolder, removeCheckpoint } from "../checkpoint/checkpointFolder.js";
import { checkpointName, type NameValues } from "../checkpoint/checkpointName.js";
import { MisconfigurationException } from "../errors.js";
import { pythonFormat } from "../pythonFormat.js";
import type { Trainer } from "../trainer/trainer.js";
import type { ModelCheckpointOptions } from "./modelCheckpointOptions.js";

/** How the files of a ModelCheckpoint are called; users may set these on it. */
export interface FileNaming {
  readonly CHECKPOINT_NAME_LAST: string;
  readonly CHECKPOINT_JOIN_CHAR: string;
  readonly CHECKPOINT_EQUALS_CHAR: string;
}

/** Writes checkpoints and decides which of them stay: the latest, the best of a metric, the `last` one. When is ModelCheckpoint's business. */
export class CheckpointKeeper {
  dirpath: string | null;
  readonly best: BestModels;
  /** The value with the last save among the best. */
  currentScore: number | null = null;
  /** Without a metric: the latest one. */
  latestPath = "";
  lastModelPath = "";
  lastStepSaved = 0;
  lastPathSaved = "";
  readonly #warned = new Set<string>();

  constructor(
    private readonly naming: FileNaming,
    private readonly options: Required<ModelCheckpointOptions>,
  ) {
    this.dirpath = options.dirpath === null ? null : realFolder(options.dirpath);
    this.best = new BestModels(options.mode, options.saveTopK);
  }

  /** Writes one if it is wanted, and removes the one that it replaces. */
  async saveTopK(trainer: Trainer, values: NameValues): Promise<void> {
    const { monitor, saveTopK, verbose } = this.options;
    if (saveTopK === 0) return;
    if (monitor === null) return this.#saveLatest(trainer, values);
    const value = values.metrics[monitor] ?? values.counts[monitor];
    if (value === undefined) this.#reportMissing(trainer, values, monitor);
    else if (this.best.wants(value)) await this.#saveBest(trainer, values, monitor, value);
    else if (verbose) trainer.print(`${whenText(values)}: '${monitor}' was not in top ${saveTopK}`);
  }

  /** Writes `last`, or links it to what was written before. */
  async saveLast(trainer: Trainer, values: NameValues): Promise<void> {
    const { saveLast, saveTopK } = this.options;
    if (!saveLast) return;
    const previous = this.lastModelPath;
    const path = this.#freePath(values, previous, this.naming.CHECKPOINT_NAME_LAST);
    // Set before: it is part of what is saved.
    this.lastModelPath = path;
    if (saveLast === "link" && this.lastPathSaved !== "" && saveTopK !== 0) linkCheckpoint(this.lastPathSaved, path);
    else await this.save(trainer, path);
    this.#remove(trainer, previous, path);
  }

  async save(trainer: Trainer, path: string): Promise<void> {
    await trainer.saveCheckpoint(path, { weightsOnly: this.options.saveWeightsOnly });
    this.lastStepSaved = trainer.globalStep;
    this.lastPathSaved = path;
    for (const logger of trainer.loggers) logger.afterSaveCheckpoint(this.naming);
  }

  /** The path that a checkpoint with these values gets. */
  path(values: NameValues, filename?: string | null, version?: number): string {
    const { CHECKPOINT_JOIN_CHAR: joined, CHECKPOINT_EQUALS_CHAR: equals } = this.naming;
    const { autoInsertMetricName } = this.options;
    const template = filename || this.options.filename || `{epoch}${joined}{step}`;
    const name = checkpointName(template, values, { autoInsertMetricName, equals });
    const numbered = version === undefined ? name : `${name}${joined}v${version}`;
    return join(this.dirpath ?? "", `${numbered}${CHECKPOINT_EXTENSION}`);
  }

  warnOnce(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    console.warn(message);
  }

  async #saveLatest(trainer: Trainer, values: NameValues): Promise<void> {
    const previous = this.latestPath;
    const path = this.#freePath(values, previous);
    this.latestPath = path;
    await this.save(trainer, path);
    if (this.options.saveTopK === 1) this.#remove(trainer, previous, path);
  }

  async #saveBest(trainer: Trainer, values: NameValues, monitor: string, value: number): Promise<void> {
    const leaving = this.best.makeRoom();
    const path = this.#freePath(values, leaving);
    this.currentScore = this.best.add(path, value);
    if (this.options.verbose) {
      const [reached, best] = [this.currentScore, this.best.bestScore ?? 0].map((score) =>
        pythonFormat(score, ".5f", "float"),
      );
      const count = this.options.saveTopK === -1 ? Object.keys(this.best.models).length : this.options.saveTopK;
      trainer.print(
        `${whenText(values)}: '${monitor}' reached ${reached} (best ${best}), saving model to '${path}' as top ${count}`,
      );
    }
    await this.save(trainer, path);
    this.#remove(trainer, leaving ?? "", path);
  }

  /** When there is a file of that name, and it is not the one to be replaced, the new one gets a number. */
  #freePath(values: NameValues, replaced: string | null, filename?: string): string {
    let path = this.path(values, filename);
    if (!this.options.enableVersionCounter) return path;
    for (let version = 1; existsSync(path) && path !== replaced; version++) path = this.path(values, filename, version);
    return path;
  }

  /** Removes a checkpoint that another one replaced; never the one from which the run was resumed, nor one elsewhere. */
  #remove(trainer: Trainer, previous: string, current: string): void {
    if (previous === "" || previous === current || this.dirpath === null) return;
    if (trainer.ckptPath !== null && resolve(trainer.ckptPath) === resolve(previous)) return;
    removeCheckpoint(previous, this.dirpath);
  }

  #reportMissing(trainer: Trainer, { metrics, counts }: NameValues, monitor: string): void {
    const names = [...Object.keys(metrics), ...Object.keys(counts)].map((name) => `'${name}'`).join(", ");
    const message =
      `\`ModelCheckpoint(monitor='${monitor}')\` could not find the monitored key in the returned metrics: [${names}]. ` +
      `HINT: Did you call \`log('${monitor}', value)\` in the \`LightningModule\`?`;
    if (trainer.fitLoop?.validation.hasRun) throw new MisconfigurationException(message);
    this.warnOnce(message);
  }
}

function whenText({ counts }: NameValues): string {
  return `Epoch ${counts["epoch"]}, global step ${counts["step"]}`;
}
