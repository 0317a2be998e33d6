import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import type { Hparams } from "../core/hparams.js";
import type { Module } from "../nn/module.js";
import { FolderLogger, type FolderLoggerOptions } from "./folderLogger.js";
import { hparamsYaml } from "./hparamsYaml.js";
import type { FinalStatus } from "./logger.js";
import { SummaryWriter } from "./tensorboard/summaryWriter.js";

export interface TensorBoardLoggerOptions extends FolderLoggerOptions {
  /** Writes the model's layers as a graph; default false. */
  readonly logGraph?: boolean;
  /** Gives the hparams panel a metric to list the run under, `hp_metric`, at -1 until you log one; default true. */
  readonly defaultHpMetric?: boolean;
  /** A folder below the run's own for the event files. */
  readonly subDir?: string | null;
}

/** Writes what TensorBoard reads: `events.out.tfevents.*` and `hparams.yaml` in `<saveDir>/<name>/version_N/`. */
export class TensorBoardLogger extends FolderLogger {
  readonly #logsGraph: boolean;
  readonly #defaultHpMetric: boolean;
  readonly #subDir: string;
  #hparams: Hparams = {};
  #experiment: SummaryWriter | null = null;

  constructor(saveDir: string, options: TensorBoardLoggerOptions = {}) {
    super(saveDir, options);
    this.#logsGraph = options.logGraph ?? false;
    this.#defaultHpMetric = options.defaultHpMetric ?? true;
    this.#subDir = options.subDir ?? "";
  }

  override get logDir(): string {
    return join(super.logDir, this.#subDir);
  }

  /** For images, histograms, text and all else that TensorBoard shows. */
  get experiment(): SummaryWriter {
    this.#experiment ??= new SummaryWriter(this.logDir);
    return this.#experiment;
  }

  override logMetrics(metrics: Readonly<Record<string, number>>, step = 0): void {
    for (const [name, value] of Object.entries(metrics)) this.experiment.addScalar(this.prefixed(name), value, step);
  }

  /** @param metrics what the hparams panel lists the run under; default `hp_metric`. */
  override logHyperparams(params: Readonly<Hparams>, metrics?: Readonly<Record<string, number>>, step = 0): void {
    this.#hparams = { ...this.#hparams, ...params };
    const measured = metrics ?? (this.#defaultHpMetric ? { hp_metric: -1 } : {});
    if (Object.keys(measured).length > 0) this.experiment.addHparams(params, measured, step);
  }

  override logGraph(model: Module): void {
    if (this.#logsGraph) this.experiment.addGraph(model);
  }

  override save(): void {
    this.experiment.flush();
    const file = join(this.logDir, "hparams.yaml");
    if (!existsSync(file)) writeFileAtomic(file, hparamsYaml(this.#hparams));
  }

  /** A run that follows on the same Trainer gets an event file of its own. */
  override finalize(status: FinalStatus): void {
    this.#experiment?.flush();
    this.#experiment?.close();
    if (status === "success") this.save();
  }
}
